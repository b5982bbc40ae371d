import { Chip } from "@/components/ui/badge";
import { Mono } from "@/components/ui/code";
import { visible } from "@/components/ui/visible";
import type { JsonObject } from "@/lib/tools/schema";
import { type Parameter, parametersOf } from "./parameters";

/** A schema as a list one can read. */
export function ParameterList({ schema, empty }: { schema: JsonObject; empty: string }) {
  const parameters = parametersOf(schema);
  if (parameters.length === 0) return <p className="text-small text-ink-soft">{empty}</p>;
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {parameters.map((parameter) => (
        <ParameterRow key={parameter.path} parameter={parameter} />
      ))}
    </ul>
  );
}

function ParameterRow({
  parameter: { path, type, isRequired, description, facts },
}: {
  parameter: Parameter;
}) {
  return (
    <li className="grid gap-1 px-4 py-2.5 text-small">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">
          <Mono>{visible(path)}</Mono>
        </span>
        <span className="text-ink-faint">{visible(type)}</span>
        {isRequired && <Chip>required</Chip>}
      </p>
      {description !== "" && (
        <p className="max-w-prose whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">
          {visible(description)}
        </p>
      )}
      {facts.length > 0 && (
        <p className="text-meta text-ink-faint [overflow-wrap:anywhere]">{visible(facts.join(" · "))}</p>
      )}
    </li>
  );
}
