import type { Metadata } from "next";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { Page, PageHeader } from "@/components/ui/page";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { listNews } from "@/lib/notices/queries";
import { listWaitingApprovals } from "@/lib/runs/queries";
import { requireActor } from "@/lib/session/current";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import { needsRenewal } from "@/lib/sign-ins/state";
import { countTools } from "@/lib/tools/queries";
import { firstSteps } from "./home/first-step-list";
import { FirstSteps } from "./home/first-steps";
import { NothingWaits } from "./home/nothing-waits";
import { OpenSignIns } from "./home/open-sign-ins";
import { Waiting } from "./home/waiting-list";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const actor = await requireActor();
  const { toApprove, toRenew, toMake, toReview, news, steps } = await whatWaits(actor);
  const isBeginning = steps.some(({ isDone }) => !isDone);
  const isWaiting = toApprove.length + toRenew.length + toReview.length + news.length > 0;
  const isQuiet = !isWaiting && !isBeginning && toMake.length === 0;
  return (
    <Page width="reading">
      <PageHeader title="Home" sentence="Your sign-ins, and what is yours to do." />
      {isBeginning && <FirstSteps steps={steps} />}
      {isWaiting && <Waiting toApprove={toApprove} toRenew={toRenew} toReview={toReview} news={news} />}
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
  const held = (id: string) => tools.get(id)?.held ?? 0;
  return {
    toApprove,
    toRenew: signIns.filter(needsRenewal),
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
    news,
    steps,
  };
}
