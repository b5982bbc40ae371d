import { Wrench } from "lucide-react";
import type { Metadata } from "next";
import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { HeldNotice } from "@/components/tools/held-notice";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { visible } from "@/components/ui/visible";
import { ownSignIn } from "@/lib/sign-ins/queries";
import type { SignInView } from "@/lib/sign-ins/schema";
import { listChanges, listTools } from "@/lib/tools/queries";
import type { ToolView } from "@/lib/tools/schema";
import { RefreshButton } from "../../refresh-button";
import { type ConnectionParams, shownConnection } from "../../shown-connection";
import { type ListedTool, ToolList } from "./tool-list";

export async function generateMetadata({ params }: ConnectionParams): Promise<Metadata> {
  const { connection } = await shownConnection((await params).connectionId);
  return { title: `Tools of ${connection.name}` };
}

export default async function ToolsPage({ params }: ConnectionParams) {
  const { connectionId } = await params;
  const { actor, connection, mayManage } = await shownConnection(connectionId);
  const [tools, changes, signIn] = await Promise.all([
    listTools(actor, connectionId),
    listChanges(actor, connectionId),
    ownSignIn(actor, connectionId),
  ]);
  const canList = mayManage && signIn !== null && signIn.state !== "notSignedIn";
  return (
    <Section
      title="Tools"
      sentence="As they were first listed, or as an admin last reviewed them. What the server changes is held until an admin has looked."
    >
      {canList && <RefreshButton connectionId={connectionId} />}
      {changes.length > 0 && (
        <HeldNotice connectionId={connectionId} held={changes.length} mayReview={mayManage} />
      )}
      {connection.listFailure !== null && (
        <Notice meaning="broken" title="The last listing failed">
          {connection.listFailure}
        </Notice>
      )}
      {tools.length === 0 ? <NoTools signIn={signIn} /> : <ToolList tools={tools.map(toListed)} />}
    </Section>
  );
}

function NoTools({ signIn }: { signIn: SignInView | null }) {
  const waits = signIn !== null && signIn.state !== "connected";
  return (
    <EmptyState
      icon={<Wrench aria-hidden />}
      title="No tools listed yet"
      action={waits ? <SignInButton signIn={signIn} variant="primary" /> : undefined}
    >
      {waits
        ? "The server shows its tools to whoever is signed in. Sign in, and they are listed at once."
        : "The server listed none. When it offers tools, they appear here after a refresh."}
    </EmptyState>
  );
}

/** What the list shows; schemas stay on the server until a tool is opened. */
function toListed({ name, title, description, ...tool }: ToolView): ListedTool {
  const [summary = ""] = description.split("\n");
  return {
    id: tool.id,
    connectionId: tool.connectionId,
    name: visible(name),
    title: title && visible(title),
    summary: visible(summary.slice(0, 300)),
    hints: tool.hints,
    status: tool.status,
    reason: tool.reason,
  };
}
