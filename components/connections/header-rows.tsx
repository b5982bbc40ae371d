"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useFieldError, useNoteEdit } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { FieldNote } from "@/components/forms/field-frame";
import { HiddenField } from "@/components/forms/hidden-field";
import { SecretField } from "@/components/forms/secret-field";
import { TextField } from "@/components/forms/text-field";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { HeaderRow } from "@/lib/connections/schema";
import { Kept } from "./kept";

/** The headers a server wants, and who fills in each: every teammate, or the admin for everyone. */
export function HeaderRows({ initial }: { initial: readonly HeaderRow[] }) {
  const [rows, setRows] = useState(() => (initial.length > 0 ? initial : [EMPTY]).map(withKey));
  const nextKey = useRef(rows.length);
  const list = useRef<HTMLOListElement>(null);
  const error = useFieldError("headers");
  const noteEdit = useNoteEdit();

  function add() {
    setRows([...rows, { key: nextKey.current++, row: EMPTY, isStored: false }]);
    focusLater(() => list.current?.querySelector<HTMLElement>(":scope > li:last-child input"));
  }

  function remove(key: number) {
    const at = rows.findIndex((row) => row.key === key);
    setRows(rows.filter((row) => row.key !== key));
    // The rows below take other names, so what was said of them would stand at the wrong ones.
    noteEdit("headers");
    // The pressed button is gone; the row that takes its place keeps the keyboard's.
    focusLater(() => {
      const left = [...(list.current?.querySelectorAll<HTMLElement>(":scope > li") ?? [])];
      return left[Math.min(at, left.length - 1)]?.querySelector<HTMLElement>("input");
    });
  }

  return (
    <fieldset className="grid min-w-0 gap-3" aria-describedby="headers-note">
      <legend className="mb-1.5 font-medium">Headers</legend>
      <FieldNote id="headers-note" error={error} hint={undefined} />
      <ol ref={list} className="grid gap-3">
        {rows.map(({ key, row, isStored }, index) => (
          <li key={key} className="relative rounded-card border border-line bg-surface p-4">
            <HeaderFields index={index} row={row} isStored={isStored} />
            {rows.length > 1 && (
              <span className="absolute top-2 right-2">
                <IconButton
                  label={`Remove header ${index + 1}`}
                  icon={<Trash2 aria-hidden />}
                  onClick={() => remove(key)}
                />
              </span>
            )}
          </li>
        ))}
      </ol>
      {rows.length < ROWS_MAX && (
        <div>
          <Button variant="secondary" icon={<Plus aria-hidden />} onClick={add}>
            Add header
          </Button>
        </div>
      )}
    </fieldset>
  );
}

type HeaderFieldsProps = { index: number; row: HeaderRow; isStored: boolean };

function HeaderFields({ index, row, isStored }: HeaderFieldsProps) {
  const [filledBy, setFilledBy] = useState<"teammate" | "admin">(row.shared ? "admin" : "teammate");
  const [secret, setSecret] = useState(row.secret);
  const name = (field: string) => `headers.${index}.${field}`;
  return (
    <div className="grid gap-4">
      <TextField
        name={name("name")}
        label="Header name"
        face="mono"
        placeholder="X-Api-Key"
        autoComplete="off"
        defaultValue={row.name}
      />
      <div className="grid justify-items-start gap-1.5">
        <span className="font-medium">Value comes from</span>
        <SegmentedControl
          name={name("filledBy")}
          label={`Who gives the value of header ${index + 1}`}
          segments={[
            { value: "teammate", label: "Each teammate" },
            { value: "admin", label: "You, for everyone" },
          ]}
          value={filledBy}
          onValueChange={setFilledBy}
        />
      </div>
      <Kept shown={filledBy === "teammate"}>
        <TextField
          name={name("hint")}
          label="Hint for teammates"
          hint="Where to find the value, for example “Your profile page, under Access”."
          defaultValue={row.hint}
        />
      </Kept>
      <Kept shown={filledBy === "admin"}>
        <SecretField
          name={name("value")}
          label="Shared value"
          stored={isStored && row.shared}
          masked={secret}
        />
        <HiddenField name={name("shared")} value="on" />
      </Kept>
      <CheckboxField
        name={name("secret")}
        label="Secret"
        hint="Hidden while it is typed."
        defaultChecked={row.secret}
        onCheckedChange={setSecret}
      />
    </div>
  );
}

const EMPTY: HeaderRow = { name: "", secret: true, hint: "", shared: false };

const ROWS_MAX = 20;

function withKey(row: HeaderRow, key: number) {
  return { key, row, isStored: row !== EMPTY };
}

/** After React has drawn the change. */
function focusLater(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus());
}
