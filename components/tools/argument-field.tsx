"use client";

import { SelectField } from "@/components/forms/select-field";
import { TextArea } from "@/components/forms/text-area";
import { TextField } from "@/components/forms/text-field";
import { visible } from "@/components/ui/visible";
import type { Json, JsonObject } from "@/lib/tools/schema";
import { ArgumentList } from "./argument-list";
import { withMember } from "./argument-values";
import { type Field, type FieldKind, fieldKind, plainSchema } from "./field-kind";
import { JsonField } from "./json-field";

export type ArgumentFieldProps = {
  field: Field;
  /** The whole schema, for references. */
  root: JsonObject;
  /** Where the field stands: "filter.from". Names its controls. */
  path: string;
  depth: number;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
};

/** Asks for one value the way its schema suggests. An empty control sends nothing. */
export function ArgumentField(props: ArgumentFieldProps) {
  const kind = fieldKind(props.field.schema, props.root, props.depth);
  switch (kind.kind) {
    case "group":
      return <Group {...props} fields={kind.fields} />;
    case "list":
      return <ArgumentList {...props} item={kind.item} />;
    case "json":
      return <JsonField {...namesOf(props)} rows={3} value={props.value} onChange={props.onChange} />;
    default:
      return <Plain {...props} kind={kind} />;
  }
}

type PlainKind = Extract<FieldKind, { kind: "text" | "number" | "flag" | "choice" }>;

function Plain({ kind, value, onChange, ...props }: ArgumentFieldProps & { kind: PlainKind }) {
  const names = namesOf(props);
  switch (kind.kind) {
    case "choice":
      return (
        <Choice
          {...names}
          options={kind.options}
          isRequired={props.field.isRequired}
          value={value}
          onChange={onChange}
        />
      );
    case "flag":
      return (
        <Choice
          {...names}
          options={[true, false]}
          isRequired={props.field.isRequired}
          value={value}
          onChange={onChange}
        />
      );
    case "number":
      return (
        <TextField
          {...names}
          type="number"
          inputMode={kind.isWhole ? "numeric" : "decimal"}
          defaultValue={typeof value === "number" ? value : ""}
          onValueChange={(text) => onChange(text === "" ? undefined : Number(text))}
        />
      );
    case "text": {
      const typed = {
        defaultValue: textOf(value),
        onValueChange: (text: string) => onChange(text || undefined),
      };
      if (kind.lines === "many") return <TextArea {...names} rows={3} {...typed} />;
      return (
        <TextField {...names} type={INPUT_TYPES[kind.format ?? ""] ?? "text"} autoComplete="off" {...typed} />
      );
    }
  }
}

type ChoiceProps = ReturnType<typeof namesOf> & {
  isRequired: boolean;
  options: readonly (string | number | boolean)[];
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
};

function Choice({ options, isRequired, value, onChange, ...names }: ChoiceProps) {
  const words = options.map(String);
  return (
    <SelectField
      {...names}
      options={[
        { value: "", label: isRequired ? "Choose…" : "Not sent" },
        ...words.map((word, index) => ({ value: String(index), label: visible(word) })),
      ]}
      defaultValue={value === undefined ? "" : String(words.indexOf(String(value)))}
      onValueChange={(index) => onChange(index === "" ? undefined : options[Number(index)])}
    />
  );
}

function Group({ fields, ...props }: ArgumentFieldProps & { fields: readonly Field[] }) {
  const { label, hint } = namesOf(props);
  return (
    <fieldset className="grid min-w-0 gap-4 rounded-card border border-line p-4">
      <legend className="px-1 font-medium">{label}</legend>
      {hint !== undefined && <p className="text-small text-ink-faint">{hint}</p>}
      <ArgumentFields {...props} fields={fields} />
    </fieldset>
  );
}

type ArgumentFieldsProps = Omit<ArgumentFieldProps, "field"> & { fields: readonly Field[] };

/** The fields of one object, each writing its own member of it. */
export function ArgumentFields({ fields, root, path, depth, value, onChange }: ArgumentFieldsProps) {
  const members: JsonObject =
    typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  return fields.map((field) => (
    <ArgumentField
      key={field.name}
      field={field}
      root={root}
      path={path === "" ? field.name : `${path}.${field.name}`}
      depth={depth + 1}
      value={members[field.name]}
      onChange={(member) => onChange(withMember(members, field.name, member))}
    />
  ));
}

/** What a field is called and what is said about it. */
export function namesOf({ field, root, path }: Pick<ArgumentFieldProps, "field" | "root" | "path">) {
  const { description } = plainSchema(field.schema, root) ?? field.schema;
  return {
    name: path,
    label: visible(field.isRequired ? field.name : `${field.name} (optional)`),
    hint: typeof description === "string" ? visible(description) : undefined,
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

const INPUT_TYPES: Record<string, "date" | "email" | "url"> = { date: "date", email: "email", uri: "url" };
