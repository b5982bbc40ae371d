import type { Metadata } from "next";
import { SignedInToast } from "@/components/sign-ins/signed-in-toast";
import { Page, PageHeader } from "@/components/ui/page";
import { allows } from "@/lib/access/policy";
import { requireActor } from "@/lib/session/current";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import { verbOf } from "@/lib/sign-ins/state";
import { firstSteps } from "./home/first-step-list";
import { FirstSteps } from "./home/first-steps";
import { NothingWaits } from "./home/nothing-waits";
import { OpenSignIns } from "./home/open-sign-ins";
import { listWaiting } from "./home/waiting";
import { WaitingList } from "./home/waiting-list";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const actor = await requireActor();
  const [waiting, signIns] = await Promise.all([listWaiting(actor), listOwnSignIns(actor)]);
  const steps = allows(actor.role, "connections.manage") ? await firstSteps(actor, signIns) : [];
  const toMake = signIns.filter((signIn) => verbOf(signIn) === "Sign in");
  const isBeginning = steps.some(({ isDone }) => !isDone);
  const isWaiting = Object.values(waiting).some(({ length }) => length > 0);
  const isQuiet = !isWaiting && !isBeginning && toMake.length === 0;
  return (
    <Page width="reading">
      <PageHeader title="Home" sentence="Your sign-ins, and what is yours to do." />
      {isBeginning && <FirstSteps steps={steps} />}
      {isWaiting && <WaitingList waiting={waiting} />}
      {toMake.length > 0 && <OpenSignIns signIns={toMake} />}
      {isQuiet && <NothingWaits />}
      <SignedInToast />
    </Page>
  );
}
