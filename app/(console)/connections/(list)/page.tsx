import { Plug, Plus } from "lucide-react";
import type { Metadata } from "next";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Page, PageHeader } from "@/components/ui/page";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { countTeammates, listOwnSignIns } from "@/lib/sign-ins/queries";
import { countTools } from "@/lib/tools/queries";
import type { ListedConnection } from "./connection-row";
import { ConnectionTable } from "./connection-table";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const actor = await requireActor();
  const mayManage = allows(actor.role, "connections.manage");
  const connections = await listed(actor);
  const add = (
    <ButtonLink href={routes.newConnection} variant="primary" icon={<Plus aria-hidden />}>
      Add custom connection
    </ButtonLink>
  );
  return (
    <Page width="full">
      <PageHeader
        title="Connections"
        sentence="MCP servers of this workspace. Each teammate signs in with their own credentials."
        action={mayManage && connections.length > 0 ? add : undefined}
      />
      {connections.length === 0 ? (
        <EmptyState
          icon={<Plug aria-hidden />}
          title="No connections yet"
          action={mayManage ? add : undefined}
        >
          A connection is an MCP server that your team hosts or uses, reachable at a public https address. It
          is added once; then everyone signs in to it with their own credentials.{" "}
          {mayManage ? <ServerGuide /> : "An admin adds the first one."}
        </EmptyState>
      ) : (
        <ConnectionTable connections={connections} mayManage={mayManage} />
      )}
      <SignedInToast />
    </Page>
  );
}

function ServerGuide() {
  return (
    <>
      No server yet?{" "}
      <a
        href="https://modelcontextprotocol.io/docs/develop/build-server"
        rel="noopener noreferrer"
        target="_blank"
        className="text-accent-ink underline underline-offset-2"
      >
        How to build one
      </a>{" "}
      (modelcontextprotocol.io).
    </>
  );
}

async function listed(actor: Actor): Promise<ListedConnection[]> {
  const [signIns, tools, teammates] = await Promise.all([
    listOwnSignIns(actor),
    countTools(actor),
    allows(actor.role, "signIns.see") ? countTeammates(actor) : null,
  ]);
  return signIns.map((signIn) => {
    const counts = tools.get(signIn.connectionId);
    return {
      signIn,
      tools: counts ? { usable: counts.usable, held: counts.held } : null,
      people:
        teammates && signIn.needsCredential && !signIn.shared
          ? `${teammates.connected.get(signIn.connectionId) ?? 0} of ${teammates.members}`
          : null,
    };
  });
}
