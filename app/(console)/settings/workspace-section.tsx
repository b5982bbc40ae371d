import { CopyLine, Mono } from "@/components/ui/code";
import { KeyValues } from "@/components/ui/key-values";
import { Section } from "@/components/ui/page";
import type { SettingsView } from "@/lib/workspace/schema";

/** What the operator decided when starting the server. Shown, so that an admin can tell; changed there. */
export function WorkspaceSection({ settings }: { settings: SettingsView }) {
  const { allowed, dnsServers } = settings;
  return (
    <Section title="Workspace" sentence="Set by whoever runs the server, in its environment.">
      <KeyValues
        items={[
          { label: "Name", value: settings.workspace },
          { label: "Address", value: <CopyLine label="the address" text={settings.address} /> },
          { label: "Database", value: DATABASE_WORDS[settings.database] },
          {
            label: "Private addresses it may call",
            value: allowed.length === 0 ? "None: public https addresses only" : <Lines lines={allowed} />,
          },
          {
            label: "DNS servers",
            value: dnsServers.length === 0 ? "The system's" : <Lines lines={dnsServers} />,
          },
        ]}
      />
    </Section>
  );
}

const DATABASE_WORDS: Record<SettingsView["database"], string> = {
  embedded: "Embedded, in the data folder",
  postgres: "PostgreSQL",
};

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="grid gap-1">
      {lines.map((line) => (
        <li key={line}>
          <Mono>{line}</Mono>
        </li>
      ))}
    </ul>
  );
}
