"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useFieldError, useNoteEdit } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { FieldNote } from "@/components/forms/field-frame";
import { HiddenField } from "@/components/forms/hidden-field";
import { Kept } from "@/components/forms/kept";
import { SecretField } from "@/components/forms/secret-field";
import { TextField } from "@/components/forms/text-field";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { HeaderRow } from "@/lib/connections/schema";

type HeaderRowsProps = {
  initial: readonly HeaderRow[];
  /** Is told which headers each teammate has to fill in, by name. */
  onAskedChange: (asked: string[]) => void;
};

/** The headers a server wants, and who fills in each: every teammate, or the admin for everyone. */
export function HeaderRows({ initial, onAskedChange }: HeaderRowsProps) {
  const [rows, setRows] = useState(() => (initial.length > 0 ? initial : [EMPTY]).map(withKey));
  const nextKey = useRef(rows.length);
  const list = useRef<HTMLOListElement>(null);
  const error = useFieldError("headers");
  const noteEdit = useNoteEdit();

  function show(next: typeof rows) {
    setRows(next);
    onAskedChange(next.filter(({ row }) => row.name && !row.shared).map(({ row }) => row.name));
  }

  function change(key: number, changed: Partial<HeaderRow>) {
    show(rows.map((one) => (one.key === key ? { ...one, row: { ...one.row, ...changed } } : one)));
  }

  function add() {
    show([...rows, { key: nextKey.current++, row: EMPTY }]);
    focusLater(() => list.current?.querySelector<HTMLElement>(":scope > li:last-child input"));
  }

  function remove(key: number) {
    const at = rows.findIndex((row) => row.key === key);
    show(rows.filter((row) => row.key !== key));
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
        {rows.map(({ key, row }, index) => (
          <li key={key} className="relative rounded-card border border-line bg-surface p-4">
            <HeaderFields
              index={index}
              row={row}
              isStored={initial.some(({ name, shared }) => shared && name === row.name)}
              onChange={(changed) => change(key, changed)}
            />
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

type HeaderFieldsProps = {
  index: number;
  row: HeaderRow;
  /** Whether its shared value is stored. */
  isStored: boolean;
  onChange: (changed: Partial<HeaderRow>) => void;
};

function HeaderFields({ index, row, isStored, onChange }: HeaderFieldsProps) {
  const filledBy = row.shared ? "admin" : "teammate";
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
        onValueChange={(typed) => onChange({ name: typed.trim() })}
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
          onValueChange={(who) => onChange({ shared: who === "admin" })}
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
        <SecretField name={name("value")} label="Shared value" stored={isStored} masked={row.secret} />
        <HiddenField name={name("shared")} value="on" />
      </Kept>
      <CheckboxField
        name={name("secret")}
        label="Secret"
        hint="Hidden while it is typed."
        defaultChecked={row.secret}
        onCheckedChange={(secret) => onChange({ secret })}
      />
    </div>
  );
}

const EMPTY: HeaderRow = { name: "", secret: true, hint: "", shared: false };

const ROWS_MAX = 20;

function withKey(row: HeaderRow, key: number) {
  return { key, row };
}

/** After React has drawn the change. */
function focusLater(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus());
}
