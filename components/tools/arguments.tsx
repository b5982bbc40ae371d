"use client";

import { useState } from "react";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Json, JsonObject } from "@/lib/tools/schema";
import { ArgumentFields } from "./argument-field";
import { fieldKind, fieldsOf, plainSchema } from "./field-kind";
import { JsonField } from "./json-field";

type ArgumentsProps = {
  schema: JsonObject;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
};

/** A call's arguments, as a form where the schema can be one, and as JSON for whoever prefers that. */
export function Arguments({ schema, value, onChange }: ArgumentsProps) {
  const fields = fieldsOf(plainSchema(schema, schema) ?? {});
  const [way, setWay] = useState<"form" | "json">(fields === null ? "json" : "form");

  if (takesNothing(schema)) return <p className="text-ink-soft">This tool takes no arguments.</p>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {fields !== null && (
        <div>
          <SegmentedControl
            name="arguments-as"
            label="Write the arguments as"
            segments={[
              { value: "form", label: "Form" },
              { value: "json", label: "JSON" },
            ]}
            value={way}
            onValueChange={setWay}
          />
        </div>
      )}
      {way === "json" || fields === null ? (
        <JsonField
          name="arguments"
          label="Arguments"
          hint="A JSON object."
          rows={8}
          value={value ?? {}}
          onChange={onChange}
        />
      ) : (
        <ArgumentFields fields={fields} root={schema} path="" depth={0} value={value} onChange={onChange} />
      )}
    </div>
  );
}

/** An object without members, or with none named and none allowed. */
export function takesNothing(schema: JsonObject): boolean {
  const kind = fieldKind(schema, schema, 0);
  if (kind.kind === "group") return kind.fields.length === 0;
  const { properties, additionalProperties, $ref, anyOf, oneOf, allOf } = schema;
  const saysNothing = [$ref, anyOf, oneOf, allOf].every((part) => part === undefined);
  return (
    saysNothing && Object.keys(properties ?? {}).length === 0 && typeof additionalProperties !== "object"
  );
}
