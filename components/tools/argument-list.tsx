"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { Json, JsonObject } from "@/lib/tools/schema";
import { ArgumentField, type ArgumentFieldProps, namesOf } from "./argument-field";
import { startingValue } from "./argument-values";

type Item = { key: number; value: Json | undefined };

/** As many values of one kind as are wanted. An empty list is not sent. */
export function ArgumentList({ item, ...props }: ArgumentFieldProps & { item: JsonObject }) {
  const { root, path, depth, value, onChange } = props;
  const [items, setItems] = useState<Item[]>(() => (Array.isArray(value) ? value : []).map(withKey));
  const nextKey = useRef(items.length);
  const { label, hint } = namesOf(props);

  function write(next: Item[]) {
    setItems(next);
    const given = next.map((one) => one.value).filter((one) => one !== undefined);
    onChange(given.length === 0 ? undefined : given);
  }

  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {hint !== undefined && <p className="-mt-2 text-small text-ink-faint">{hint}</p>}
      {items.map(({ key, value: member }, index) => (
        <div key={key} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <ArgumentField
              field={{ name: `${props.field.name} ${index + 1}`, schema: item, isRequired: true }}
              root={root}
              path={`${path}.${index}`}
              depth={depth + 1}
              value={member}
              onChange={(changed) =>
                write(items.map((one) => (one.key === key ? { key, value: changed } : one)))
              }
            />
          </div>
          <IconButton
            label={`Remove ${props.field.name} ${index + 1}`}
            icon={<Trash2 aria-hidden />}
            onClick={() => write(items.filter((one) => one.key !== key))}
          />
        </div>
      ))}
      <div>
        <Button
          variant="secondary"
          icon={<Plus aria-hidden />}
          onClick={() => write([...items, { key: nextKey.current++, value: startingValue(item, root) }])}
        >
          Add to {props.field.name}
        </Button>
      </div>
    </fieldset>
  );
}

function withKey(value: Json, key: number): Item {
  return { key, value };
}
