import "server-only";
import type { Actor } from "@/lib/access/actor";
import { assignmentImpact, listAssignments } from "@/lib/assignments/queries";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import type { Step } from "./first-steps";

/** The way from an empty workspace to a tool that is called, and how far this one has come. */
export async function firstSteps(actor: Actor, signIns: readonly SignInView[]): Promise<Step[]> {
  const assignments = await listAssignments(actor);
  const [first] = assignments;
  return [
    { step: "connection", isDone: signIns.length > 0, href: routes.newConnection },
    {
      step: "signIn",
      isDone: signIns.some(({ state }) => state === "connected"),
      href: routes.signIns,
    },
    {
      step: "assignment",
      isDone: assignments.some(({ picks }) => picks > 0),
      href: first ? routes.assignmentSetup(first.id) : routes.newAssignment,
    },
    {
      step: "endpoint",
      isDone: await hasToken(
        actor,
        assignments.map(({ id }) => id),
      ),
      href: first ? routes.assignmentEndpoint(first.id) : routes.assignments,
    },
  ];
}

/** Whether anybody made a token. A workspace with many assignments is past its first steps, and is not asked. */
async function hasToken(actor: Actor, assignments: readonly string[]): Promise<boolean> {
  if (assignments.length > FRESH_MAX) return true;
  const impacts = await Promise.all(assignments.map((id) => assignmentImpact(actor, id)));
  return impacts.some(({ tokens }) => tokens.length > 0);
}

const FRESH_MAX = 3;
