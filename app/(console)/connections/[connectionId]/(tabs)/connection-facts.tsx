import { methodLabels } from "@/components/connections/authorization-words";
import { Mono } from "@/components/ui/code";
import { KeyValues } from "@/components/ui/key-values";
import { Time } from "@/components/ui/time";
import { methodOf } from "@/lib/connections/policy";
import type { ConnectionView, Settings } from "@/lib/connections/schema";

/** What an admin described and what the server said of itself. */
export function ConnectionFacts({ connection }: { connection: ConnectionView }) {
  const { server, protocolVersion, listedAt, listTruncated } = connection;
  const unknown = listedAt === null ? "Known once somebody has signed in" : "It did not say";
  return (
    <KeyValues
      items={[
        { label: "Server URL", value: <Mono>{connection.url}</Mono> },
        { label: "Authorization", value: <HowOneSignsIn settings={connection.settings} /> },
        {
          label: "Server",
          value: server === null ? unknown : [server.name, server.version].filter(Boolean).join(" "),
        },
        {
          label: "Protocol",
          value: protocolVersion === null ? unknown : `MCP ${protocolVersion}, Streamable HTTP`,
        },
        {
          label: "Tools last listed",
          value: (
            <>
              {listedAt === null ? (
                "Never. They are listed when somebody first signs in."
              ) : (
                <Time at={listedAt} />
              )}
              {listTruncated && " – the list was longer than Patchbay reads, so its end is missing."}
            </>
          ),
        },
        { label: "Added", value: <Time at={connection.addedAt} /> },
      ]}
    />
  );
}

function HowOneSignsIn({ settings }: { settings: Settings }) {
  const label = methodLabels[methodOf(settings)];
  switch (settings.authorization) {
    case "apiKey":
      return (
        <>
          {label}, sent as{" "}
          <Mono>{`${settings.header}: ${[settings.prefix, "<key>"].filter(Boolean).join(" ")}`}</Mono>
        </>
      );
    case "headers":
      return (
        <>
          {label}:{" "}
          {settings.headers.map((header, index) => (
            <span key={header.name}>
              {index > 0 && ", "}
              <Mono>{header.name}</Mono>
              {header.shared && " (shared by everyone)"}
            </span>
          ))}
        </>
      );
    default:
      return <>{label}</>;
  }
}
