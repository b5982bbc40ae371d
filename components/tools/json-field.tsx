"use client";

import { useState } from "react";
import { TextArea } from "@/components/forms/text-area";
import type { Json } from "@/lib/tools/schema";

type JsonFieldProps = {
  name: string;
  label: string;
  hint: string | undefined;
  rows: number;
  value: Json | undefined;
  /** Only ever hears of text that is JSON, or of none at all. */
  onChange: (value: Json | undefined) => void;
};

/** A value typed as JSON, for what no plainer control can hold. */
export function JsonField({ name, label, hint, rows, value, onChange }: JsonFieldProps) {
  const [isBroken, setIsBroken] = useState(false);

  function read(text: string) {
    const parsed = parse(text);
    setIsBroken(parsed === BROKEN);
    if (parsed !== BROKEN) onChange(parsed);
  }

  return (
    <TextArea
      name={name}
      label={label}
      face="mono"
      rows={rows}
      hint={
        isBroken ? (
          <span {...NOT_SENDABLE} className="text-broken">
            Not JSON yet.
          </span>
        ) : (
          (hint ?? "JSON.")
        )
      }
      defaultValue={value === undefined ? "" : JSON.stringify(value, null, 2)}
      onValueChange={read}
    />
  );
}

/** What a form that holds one of these can't be sent with. */
export const notSendable = "data-not-sendable";
const NOT_SENDABLE = { [notSendable]: "" };

const BROKEN = Symbol("not JSON");

function parse(text: string): Json | undefined | typeof BROKEN {
  if (text.trim() === "") return undefined;
  try {
    // Safe: what JSON.parse returns is JSON.
    return JSON.parse(text) as Json;
  } catch {
    return BROKEN;
  }
}
