"use client";

import { useState } from "react";
import { TextField } from "@/components/forms/text-field";
import type { Settings } from "@/lib/connections/schema";

export type KeyPlace = Omit<Extract<Settings, { authorization: "apiKey" }>, "authorization">;

/** Where a teammate's key goes in a request. */
export function ApiKeyFields({ initial }: { initial: KeyPlace }) {
  const [place, setPlace] = useState(initial);
  const value = [place.prefix.trim(), "<key>"].filter(Boolean).join(" ");
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="keyHeader"
          label="Key header"
          face="mono"
          autoComplete="off"
          placeholder="Authorization"
          defaultValue={initial.header}
          onValueChange={(header) => setPlace({ ...place, header })}
        />
        <TextField
          name="keyPrefix"
          label="Key prefix"
          face="mono"
          autoComplete="off"
          hint="Empty: the key stands alone."
          defaultValue={initial.prefix}
          onValueChange={(prefix) => setPlace({ ...place, prefix })}
        />
      </div>
      <p className="text-small text-ink-soft">
        Sent as{" "}
        <code className="font-mono text-meta text-ink">
          {place.header.trim() || "Authorization"}: {value}
        </code>
      </p>
    </div>
  );
}
