import "server-only";
import type { Role } from "@/lib/access/policy";
import type { Change } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";

export type Joining = {
  workspaceId: string;
  name: string;
  email: string;
  /** From hashPassword(), made before the transaction. */
  passwordHash: string;
  role: Role;
};

/** Makes somebody who can log in and gives them their place in the team. Returns the member's id. */
export async function join(
  tx: Change,
  { workspaceId, name, email, passwordHash, role }: Joining,
): Promise<string> {
  if (await tx.user.findUnique({ where: { email }, select: { id: true } })) {
    throw new Failure("conflict", `Somebody already logs in here as ${email}. Log in instead.`);
  }
  const user = await tx.user.create({ data: { name, email }, select: { id: true } });
  await tx.account.create({
    data: { userId: user.id, providerId: "credential", accountId: user.id, password: passwordHash },
  });
  const member = await tx.member.create({
    data: { workspaceId, userId: user.id, role },
    select: { id: true },
  });
  return member.id;
}
