import type { Metadata } from "next";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { Page, PageHeader } from "@/components/ui/page";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { listAssignments } from "@/lib/assignments/queries";
import { requireActor } from "@/lib/session/current";
import { countTeammates, listOwnSignIns } from "@/lib/sign-ins/queries";
import { countTools } from "@/lib/tools/queries";
import { FirstSteps } from "./home/first-steps";
import { NothingWaits } from "./home/nothing-waits";
import { OpenSignIns } from "./home/open-sign-ins";
import { Waiting } from "./home/waiting-list";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const actor = await requireActor();
  const { toRenew, toMake, toReview, steps } = await whatWaits(actor);
  const isBeginning = steps.some(({ isDone }) => !isDone);
  const isQuiet = toRenew.length + toReview.length === 0;
  return (
    <Page width="reading">
      <PageHeader title="Home" sentence="What needs you." />
      {isBeginning && <FirstSteps steps={steps} />}
      {!isQuiet && <Waiting toRenew={toRenew} toReview={toReview} />}
      {isQuiet && !isBeginning && <NothingWaits />}
      {toMake.length > 0 && <OpenSignIns signIns={toMake} />}
      <SignedInToast />
    </Page>
  );
}

async function whatWaits(actor: Actor) {
  const mayManage = allows(actor.role, "connections.manage");
  const [signIns, tools, assignments, teammates] = await Promise.all([
    listOwnSignIns(actor),
    countTools(actor),
    listAssignments(actor),
    allows(actor.role, "signIns.see") ? countTeammates(actor) : null,
  ]);
  const held = (id: string) => tools.get(id)?.held ?? 0;
  return {
    toRenew: signIns.filter(({ state }) => state === "needsReconnect" || state === "error"),
    toMake: signIns.filter(({ state }) => state === "notSignedIn" || state === "connecting"),
    toReview: mayManage
      ? signIns
          .filter(({ connectionId }) => held(connectionId) > 0)
          .map(({ connectionId, connectionName }) => ({
            connectionId,
            connectionName,
            held: held(connectionId),
          }))
      : [],
    steps: mayManage
      ? ([
          { step: "connection", isDone: signIns.length > 0 },
          { step: "signIn", isDone: signIns.some(({ state }) => state === "connected") },
          { step: "assignment", isDone: assignments.length > 0 },
          { step: "people", isDone: (teammates?.members ?? 1) > 1 },
        ] as const)
      : [],
  };
}
