import "server-only";
import type { Change } from "@/lib/audit/commit";
import type { Prisma } from "@/lib/db/generated/client";

/**
 * Tokens that are forgotten here are still good at their provider until it has
 * been told (RFC 7009). What is needed for that goes into a queue in the same
 * transaction, secrets sealed as they are; sign-ins/revocation works it off. The
 * queue stands below everything that ends a sign-in: people who leave,
 * connections that change, and those who sign out.
 */

/** Queues the tokens of these sign-ins. Their rows must be deleted, or lose their credential, in the same transaction. */
export async function queueRevocations(tx: Change, which: Prisma.SignInWhereInput): Promise<void> {
  const where = { ...which, issuer: { not: null }, credential: { not: null } };
  // Whoever is just renewing one of them can't save any more, and queues what they are given instead.
  await tx.signIn.updateMany({ where, data: { refreshHolder: null, refreshStartedAt: null } });
  for (const row of await tx.signIn.findMany({ where, select: revocable })) {
    if (row.credential) await queueRevocation(tx, row, row.credential);
  }
}

/** Queues tokens that were never stored, or no longer are. `credential` is sealed for the sign-in described. */
export async function queueRevocation(
  tx: Change,
  row: Omit<Revocable, "credential">,
  credential: string,
): Promise<void> {
  const { client, name } = row.connection;
  if (!client || client.issuer !== row.issuer) return;
  await tx.revocation.create({
    data: {
      workspaceId: row.workspaceId,
      connectionId: row.connectionId,
      connection: name,
      memberId: row.memberId,
      member: row.member?.user.name ?? "the workspace",
      signInId: row.id,
      boundUrl: row.boundUrl,
      credential,
      client: copyOf(client),
      nextAt: DUE,
    },
  });
}

/** What the queue needs to know of a sign-in. */
export const revocable = {
  id: true,
  workspaceId: true,
  connectionId: true,
  memberId: true,
  boundUrl: true,
  issuer: true,
  credential: true,
  connection: { select: { name: true, client: true } },
  member: { select: { user: { select: { name: true } } } },
} as const;

export type Revocable = Prisma.SignInGetPayload<{ select: typeof revocable }>;

/** The same for what the company's identity provider gave these people. Called before the company is changed, for the same reason. */
export async function queueCompanyRevocations(
  tx: Change,
  which: Prisma.CompanySignInWhereInput,
): Promise<void> {
  const where = { ...which, tokens: { not: null } };
  for (const row of await tx.companySignIn.findMany({ where, include: companyRevocable })) {
    if (row.tokens) await queueCompanyRevocation(tx, row, row.tokens);
  }
}

export async function queueCompanyRevocation(
  tx: Change,
  { workspaceId, memberId, issuer, member }: CompanyRevocable,
  tokens: string,
): Promise<void> {
  const { company } = member.workspace;
  if (company?.issuer !== issuer) return;
  await tx.revocation.create({
    data: {
      workspaceId,
      connectionId: null,
      connection: "the company",
      memberId,
      member: member.user.name,
      signInId: memberId,
      boundUrl: issuer,
      credential: tokens,
      client: copyOf(company),
      nextAt: DUE,
    },
  });
}

/** What the queue needs to know of a sign-in to the company beside its own columns. */
export const companyRevocable = {
  member: {
    select: { user: { select: { name: true } }, workspace: { select: { company: true } } },
  },
} as const;

type CompanyRevocable = Prisma.CompanySignInGetPayload<{ include: typeof companyRevocable }>;

/** Due at once, whatever the clocks of the machines say. */
const DUE = new Date(0);

function copyOf(row: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(row));
}
