import type { Metadata } from "next";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { Page, PageHeader } from "@/components/ui/page";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { listNews } from "@/lib/notices/queries";
import { listWaitingApprovals } from "@/lib/runs/queries";
import { requireActor } from "@/lib/session/current";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import { needsRenewal, verbOf } from "@/lib/sign-ins/state";
import { countTools } from "@/lib/tools/queries";
import { firstSteps } from "./home/first-step-list";
import { FirstSteps } from "./home/first-steps";
import { NothingWaits } from "./home/nothing-waits";
import { OpenSignIns } from "./home/open-sign-ins";
import { listToMend } from "./home/to-mend";
import { Waiting } from "./home/waiting-list";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const actor = await requireActor();
  const { toApprove, toRenew, toMake, toMend, toReview, news, steps } = await whatWaits(actor);
  const isBeginning = steps.some(({ isDone }) => !isDone);
  const isWaiting = [toApprove, toRenew, toMend, toReview, news].some(({ length }) => length > 0);
  const isQuiet = !isWaiting && !isBeginning && toMake.length === 0;
  return (
    <Page width="reading">
      <PageHeader title="Home" sentence="Your sign-ins, and what is yours to do." />
      {isBeginning && <FirstSteps steps={steps} />}
      {isWaiting && (
        <Waiting toApprove={toApprove} toRenew={toRenew} toMend={toMend} toReview={toReview} news={news} />
      )}
      {toMake.length > 0 && <OpenSignIns signIns={toMake} />}
      {isQuiet && <NothingWaits />}
      <SignedInToast />
    </Page>
  );
}

async function whatWaits(actor: Actor) {
  const mayManage = allows(actor.role, "connections.manage");
  const [toApprove, signIns, tools, news, steps] = await Promise.all([
    listWaitingApprovals(actor),
    listOwnSignIns(actor),
    countTools(actor),
    listNews(actor),
    mayManage ? firstSteps(actor) : [],
  ]);
  const toMend = await listToMend(actor, signIns);
  const held = (id: string) => tools.get(id)?.held ?? 0;
  return {
    toApprove,
    toMend,
    toRenew: signIns.filter(needsRenewal),
    toMake: signIns.filter((signIn) => verbOf(signIn) === "Sign in"),
    toReview: mayManage
      ? signIns
          .filter(({ connectionId }) => held(connectionId) > 0)
          .map(({ connectionId, connectionName }) => ({
            connectionId,
            connectionName,
            held: held(connectionId),
          }))
      : [],
    news,
    steps,
  };
}
