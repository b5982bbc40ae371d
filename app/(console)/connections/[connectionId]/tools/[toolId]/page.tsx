import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ParameterList } from "@/components/tools/parameter-list";
import { ToolChips } from "@/components/tools/tool-chips";
import { CodeBlock, Mono } from "@/components/ui/code";
import { Disclosure } from "@/components/ui/disclosure";
import { Page, PageHeader, Section } from "@/components/ui/page";
import { visible } from "@/components/ui/visible";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { ownSignIn } from "@/lib/sign-ins/queries";
import { findTool } from "@/lib/tools/queries";
import type { JsonObject, ToolView } from "@/lib/tools/schema";
import { shownConnection } from "../../shown-connection";
import { TrySection } from "./try-section";

type ToolPageProps = { params: Promise<{ connectionId: string; toolId: string }> };

export async function generateMetadata({ params }: ToolPageProps): Promise<Metadata> {
  const { connectionId, toolId } = await params;
  const [{ connection }, tool] = await Promise.all([
    shownConnection(connectionId),
    findTool(await requireActor(), toolId),
  ]);
  return { title: `${visible(tool?.name ?? "Tool")} · ${connection.name}` };
}

export default async function ToolPage({ params }: ToolPageProps) {
  const { connectionId, toolId } = await params;
  const { actor, connection, mayManage } = await shownConnection(connectionId);
  const [tool, signIn] = await Promise.all([findTool(actor, toolId), ownSignIn(actor, connectionId)]);
  if (tool === null || tool.connectionId !== connectionId) notFound();
  return (
    <Page width="reading">
      <PageHeader
        title={visible(tool.title ?? tool.name)}
        sentence={<Mono>{visible(tool.name)}</Mono>}
        crumbs={[
          { label: "Connections", href: routes.connections },
          { label: connection.name, href: routes.connection(connectionId) },
          { label: "Tools", href: routes.connectionTools(connectionId) },
        ]}
        action={<ToolChips hints={tool.hints} status={tool.status} />}
      />
      <Description tool={tool} />
      <TrySection tool={tool} signIn={signIn} mayReview={mayManage} />
      <Section title="Parameters">
        <Schema schema={tool.inputSchema} label="Input schema" empty="It takes no arguments." />
      </Section>
      {tool.outputSchema && (
        <Section title="What it returns">
          <Schema schema={tool.outputSchema} label="Output schema" empty="It names no members." />
        </Section>
      )}
    </Page>
  );
}

function Description({ tool }: { tool: ToolView }) {
  return tool.description === "" ? (
    <p className="text-ink-soft">The server says nothing about this tool.</p>
  ) : (
    <p className="max-w-prose whitespace-pre-line [overflow-wrap:anywhere]">{visible(tool.description)}</p>
  );
}

function Schema({ schema, label, empty }: { schema: JsonObject; label: string; empty: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <ParameterList schema={schema} empty={empty} />
      <Disclosure summary="JSON schema" initially="closed">
        <CodeBlock label={label} code={visible(JSON.stringify(schema, null, 2))} />
      </Disclosure>
    </div>
  );
}
