"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { FieldFrame, inputClass } from "./field-frame";

type SecretFieldProps = {
  name: string;
  label: string;
  hint?: ReactNode;
  /** Whether the server already holds one. It is never sent back, only kept or replaced. */
  stored: boolean;
  /** False for what anybody may read while it is typed. It is still never sent back. */
  masked?: boolean;
  required?: boolean;
  /** "one-time-code" and the like belong to log-in pages; a credential for elsewhere is never autofilled. */
  autoComplete?: "off" | "current-password" | "new-password";
};

/** For what is shown to nobody again. The eye shows only what is being typed now. */
export function SecretField({
  name,
  label,
  hint,
  stored,
  masked = true,
  required,
  autoComplete = "off",
}: SecretFieldProps) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <FieldFrame name={name} label={label} hint={noteFor(hint, stored)}>
      {(control) => (
        <div className="relative">
          <input
            {...control}
            type={shown || !masked ? "text" : "password"}
            required={required}
            autoComplete={autoComplete}
            {...(autoComplete === "off" ? UNMANAGED : {})}
            spellCheck={false}
            className={`${inputClass} h-9 max-sm:h-11 font-mono text-small ${masked ? "pr-10" : ""}`}
          />
          {masked && (
            <button
              type="button"
              aria-label={shown ? `Hide ${label}` : `Show ${label}`}
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
              className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-control text-ink-faint -outline-offset-2 hover:text-ink"
            >
              <Icon aria-hidden className="size-4" />
            </button>
          )}
        </div>
      )}
    </FieldFrame>
  );
}

/** Password managers fill anything that hides its text, unless told by name. */
const UNMANAGED = { "data-1p-ignore": "", "data-lpignore": "true", "data-bwignore": "" };

function noteFor(hint: ReactNode, stored: boolean): ReactNode {
  if (!stored) return hint;
  return <>Stored. Leave empty to keep it.{hint === undefined ? null : <> {hint}</>}</>;
}
