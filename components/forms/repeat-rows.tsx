"use client";

import { Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useFieldError } from "./action-form";
import { CheckboxField } from "./checkbox-field";
import { SecretField } from "./secret-field";
import { TextField } from "./text-field";

export type RepeatColumn =
  | { kind: "text"; name: string; label: string; hint?: string; placeholder?: string; face?: "sans" | "mono" }
  | { kind: "secret"; name: string; label: string; hint?: string }
  | { kind: "checkbox"; name: string; label: string; hint?: string; defaultChecked: boolean };

type RepeatRowsProps = {
  /** Controls are named `<name>.<row>.<column>`, rows counted from 0 without gaps. */
  name: string;
  label: string;
  hint?: string;
  /** What one row is called: "header". */
  noun: string;
  columns: readonly RepeatColumn[];
  /** One entry a row: text and checkboxes by column name; a secret says "stored" or is absent. */
  initial: readonly Readonly<Record<string, string | boolean>>[];
  rowsMin: number;
  rowsMax: number;
};

/** Rows of the same few fields, as many as needed. */
export function RepeatRows({ name, label, hint, noun, columns, initial, rowsMin, rowsMax }: RepeatRowsProps) {
  const [rows, setRows] = useState(() => firstRows(initial, rowsMin));
  const nextKey = useRef(rows.length);
  const list = useRef<HTMLOListElement>(null);
  const added = useRef(false);
  const error = useFieldError(name);

  useEffect(() => {
    if (!added.current || rows.length === 0) return;
    added.current = false;
    list.current?.querySelector<HTMLElement>(":scope > li:last-child input")?.focus();
  }, [rows]);

  function add() {
    added.current = true;
    setRows([...rows, { key: nextKey.current++, values: {} }]);
  }

  function remove(key: number) {
    const at = rows.findIndex((row) => row.key === key);
    const left = rows.filter((row) => row.key !== key);
    setRows(left);
    // The pressed button is gone; its neighbour or the fieldset keeps the keyboard's place.
    const fieldset = list.current?.parentElement;
    requestAnimationFrame(() => {
      const removers = fieldset?.querySelectorAll<HTMLElement>("[data-remove]") ?? [];
      const target =
        removers[Math.min(at, removers.length - 1)] ??
        fieldset?.querySelector<HTMLElement>("[data-add] button");
      target?.focus();
    });
  }

  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {(error ?? hint) !== undefined && (
        <p className={`-mt-2 text-small ${error === undefined ? "text-ink-faint" : "text-broken"}`}>
          {error ?? hint}
        </p>
      )}
      <ol ref={list} className="grid gap-3 empty:hidden">
        {rows.map((row, index) => (
          <li
            key={row.key}
            className="relative grid gap-4 rounded-card border border-line bg-surface p-3 pr-12"
          >
            {columns.map((column) => (
              <RepeatField
                key={column.name}
                column={column}
                name={`${name}.${index}.${column.name}`}
                initial={row.values[column.name]}
              />
            ))}
            {rows.length > rowsMin && (
              <span className="absolute top-2 right-2">
                <IconButton
                  data-remove=""
                  label={`Remove ${noun} ${index + 1}`}
                  icon={<Trash2 aria-hidden />}
                  onClick={() => remove(row.key)}
                />
              </span>
            )}
          </li>
        ))}
      </ol>
      {rows.length < rowsMax && (
        <div data-add="">
          <Button variant="secondary" icon={<Plus aria-hidden />} onClick={add}>
            Add {noun}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

type RepeatFieldProps = { column: RepeatColumn; name: string; initial: string | boolean | undefined };

function RepeatField({ column, name, initial }: RepeatFieldProps) {
  const { kind, name: _column, ...field } = column;
  if (kind === "secret") return <SecretField {...field} name={name} stored={initial === "stored"} />;
  if (column.kind === "checkbox") {
    const checked = typeof initial === "boolean" ? initial : column.defaultChecked;
    return <CheckboxField {...field} name={name} defaultChecked={checked} />;
  }
  return <TextField {...field} name={name} defaultValue={typeof initial === "string" ? initial : ""} />;
}

function firstRows(initial: RepeatRowsProps["initial"], rowsMin: number) {
  const missing = Array.from({ length: Math.max(0, rowsMin - initial.length) }, () => ({}));
  return [...initial, ...missing].map((values: Readonly<Record<string, string | boolean>>, key) => ({
    key,
    values,
  }));
}
