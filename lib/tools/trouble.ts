import "server-only";
import type { PersonalPermit } from "@/lib/access/actor";
import { egressFailureIn } from "@/lib/egress/failure";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import { type McpFailure, mcpFailureIn } from "@/lib/mcp/failure";
import { bearerChallenge, lackedScopes } from "@/lib/oauth/challenge";
import { routes } from "@/lib/routes";
import { markRefused, markUnavailable } from "@/lib/sign-ins/health";
import { missingSentence } from "@/lib/sign-ins/sentences";
import { noteLack } from "@/lib/sign-ins/step-up";
import { type Reached, signInRequired } from "@/lib/sign-ins/upstream";
import { lacksScopes } from "@/lib/sign-ins/workspace-sign-in";

/** What went wrong between us and a server, as a Failure for the caller. A sign-in that turned out bad or unreachable is marked so. */
export async function toFailure(permit: PersonalPermit, reached: Reached, error: unknown): Promise<Failure> {
  const { connection, signIn } = reached;
  const mcp = mcpFailureIn(error);
  const lacks = lackedScopes(mcp?.challenge ?? null);
  if (mcp && signIn && lacks.length > 0) return lacking(permit, connection, signIn, lacks, mcp);
  if (mcp?.kind === "unauthorized") return refused(permit, reached, mcp);
  if (mcp?.kind === "forbidden") return forbidden(connection.name, mcp);

  const isOutage = egressFailureIn(error) !== null || (mcp?.status ?? 0) >= 500;
  if (isOutage && signIn) await markUnavailable(permit, signIn, messageOf(error));
  if (error instanceof Failure) return error;
  throw error;
}

/** The sign-in is good for other things, so it stays as it is. */
async function lacking(
  permit: PersonalPermit,
  { id, name }: Reached["connection"],
  signIn: NonNullable<Reached["signIn"]>,
  scopes: string[],
  cause: McpFailure,
): Promise<Failure> {
  if (signIn.memberId === null) return lacksScopes(name, scopes);
  const missing = (await noteLack(permit, signIn, name, scopes)) ?? { scopes, standing: "wanted" };
  const way = missing.standing === "refused" ? "" : ` Grant access: ${env.PATCHBAY_URL}${routes.signIn(id)}`;
  return new Failure("permission-required", `${missingSentence(name, missing)}${way}`, { cause });
}

async function refused(
  permit: PersonalPermit,
  { connection, signIn }: Reached,
  cause: McpFailure,
): Promise<Failure> {
  if (!signIn) {
    return new Failure(
      "upstream",
      `${connection.name} asks for a sign-in now. An admin can change the connection.`,
      { cause },
    );
  }
  const reason = `${connection.name} no longer accepts this sign-in.`;
  const isShared = signIn.memberId === null;
  const member = isShared ? "The workspace" : permit.actor.name;
  await markRefused(permit, signIn, { connection: connection.name, member, reason });
  if (isShared) return signInRequired(connection, connection.settings);
  const link = `${env.PATCHBAY_URL}${routes.signIn(connection.id)}`;
  return new Failure(
    "sign-in-required",
    `${connection.name} no longer accepts your sign-in. Reconnect: ${link}`,
    { cause },
  );
}

function forbidden(connection: string, cause: McpFailure): Failure {
  const scope = bearerChallenge(cause.challenge)?.scope;
  const missing = scope ? ` It asks for the permission ${scope}.` : "";
  return new Failure("upstream", `${connection} says that you may not do this.${missing}`, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Failure ? error.message : "The server could not be reached.";
}
