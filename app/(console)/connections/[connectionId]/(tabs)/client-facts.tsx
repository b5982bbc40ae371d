import { Mono } from "@/components/ui/code";
import { KeyValues } from "@/components/ui/key-values";
import type { ClientView, Settings } from "@/lib/connections/schema";

/** The OAuth client of a connection, without anything that could be used. */
export function ClientFacts({ client, settings }: { client: ClientView; settings: Settings }) {
  const risks = settings.authorization === "oauth" ? risksOf(settings) : [];
  return (
    <KeyValues
      items={[
        { label: "Issuer", value: <Mono>{client.issuer}</Mono> },
        { label: "Registration", value: REGISTRATION[client.registration] },
        { label: "Client ID", value: <Mono>{client.clientId}</Mono> },
        { label: "Client Secret", value: client.hasSecret ? "Stored, sealed" : "None" },
        ...(risks.length > 0 ? [{ label: "Accepted risks", value: risks.join(" ") }] : []),
      ]}
    />
  );
}

const REGISTRATION: Record<ClientView["registration"], string> = {
  metadataDocument: "Client metadata document",
  dynamic: "Automatic (dynamic client registration)",
  manual: "Own OAuth app, entered by an admin",
};

function risksOf(settings: Extract<Settings, { authorization: "oauth" }>): string[] {
  return [
    settings.issuer !== null && "Accepts an issuer that an admin entered in place of the published one.",
    settings.allowUnstatedPkce && "Accepts a provider that doesn't state PKCE support.",
  ].filter((risk) => risk !== false);
}
