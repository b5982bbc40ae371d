"use client";

import { CircleAlert } from "lucide-react";
import { TextField } from "@/components/forms/text-field";
import { checkServerUrl } from "@/lib/egress/schema";

type AddressFieldProps = {
  /** What the field starts with, and what it holds now. */
  initial: string;
  address: string;
  /** The operator's list of addresses that may be private. */
  allow: readonly string[];
  /** Why a check of just this address refused it. */
  refusal: string | undefined;
  onAddressChange: (address: string) => void;
};

/** The server's address, judged while it is typed by the rule the server keeps. */
export function AddressField({ initial, address, allow, refusal, onAddressChange }: AddressFieldProps) {
  return (
    <TextField
      name="url"
      label="Server URL"
      type="url"
      face="mono"
      inputMode="url"
      autoComplete="off"
      placeholder="https://example.com/mcp"
      defaultValue={initial}
      problem={refusal}
      onValueChange={onAddressChange}
      hint={<AddressNote address={address} allow={allow} />}
    />
  );
}

function AddressNote({ address, allow }: { address: string; allow: readonly string[] }) {
  if (isHardlyTyped(address)) return <>A public https address that speaks Streamable HTTP.</>;
  const verdict = checkServerUrl(address, allow);
  if (!verdict.ok) {
    return (
      <span className="flex gap-1.5 text-broken">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {verdict.sentence}
      </span>
    );
  }
  if (verdict.url === address.trim()) return <>A public https address that speaks Streamable HTTP.</>;
  return (
    <>
      Stored as <span className="font-mono text-meta text-ink [overflow-wrap:anywhere]">{verdict.url}</span>
    </>
  );
}

/** Nobody is told off before they have had a chance to write a host. */
function isHardlyTyped(address: string): boolean {
  return "https://".startsWith(address.trim()) || /^h?t?t?p?s?:?\/?\/?[^.:/]*$/.test(address.trim());
}
