"use client";

import { Kept } from "@/components/forms/kept";
import { Disclosure } from "@/components/ui/disclosure";
import type { ClientView } from "@/lib/connections/schema";
import { ApiKeyFields } from "./api-key-fields";
import type { Draft } from "./draft";
import { OAuthFields } from "./oauth-fields";

type AdvancedSettingsProps = {
  draft: Draft;
  /** The server can't be used without what is in here. */
  isNeeded: boolean;
  client: ClientView | null;
  redirectUri: string;
  companyHost: string | null;
  onChange: (changed: Partial<Draft>) => void;
};

/** What most connections never need. Opens by itself when this one does, or when something in it is wrong. */
export function AdvancedSettings({ draft, isNeeded, onChange, ...oauth }: AdvancedSettingsProps) {
  const { authorization } = draft;
  return (
    <div className="border-t border-line pt-4">
      <Disclosure summary="Advanced settings" initially={isNeeded ? "open" : "closed"}>
        <Kept shown={authorization === "apiKey"}>
          <ApiKeyFields initial={draft.key} />
        </Kept>
        <Kept shown={authorization === "oauth"}>
          <OAuthFields
            initial={draft.oauth}
            signsIn={draft.signsIn}
            ownApp={draft.ownApp}
            isOwnAppNeeded={isNeeded}
            {...oauth}
            onChange={onChange}
          />
        </Kept>
        {(authorization === "none" || authorization === "headers") && (
          <p className="text-small text-ink-soft">This way of signing in has no further settings.</p>
        )}
      </Disclosure>
    </div>
  );
}
