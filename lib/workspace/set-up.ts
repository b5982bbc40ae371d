import "server-only";
import { randomUUID, timingSafeEqual } from "node:crypto";
import { systemPermit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import { lookUp } from "@/lib/db/read";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import { routes } from "@/lib/routes";
import { hashToken, newToken } from "@/lib/secrets/hash";
import { hashPassword } from "@/lib/session/hashing";
import { join } from "./join";
import type { SetUpInput } from "./schema";

/**
 * A new set-up link while nobody has set the console up, else null. The link
 * goes to whoever can read the server's log, which is how the first owner is
 * known to be the operator. Earlier links stop working.
 */
export async function makeSetUpLink(): Promise<string | null> {
  if (await isSetUp()) return null;
  const token = newToken(TOKEN_PREFIX);
  const tokenHash = hashToken(token);
  await commit(systemPermit("set up the workspace", "none"), async (tx) => {
    await tx.setupLink.upsert({ where: { id: LINK }, create: { tokenHash }, update: { tokenHash } });
    return {
      value: undefined,
      event: { unrecorded: "There is no workspace yet whose history it could be." },
    };
  });
  return `${env.PATCHBAY_URL}${routes.setup}?token=${token}`;
}

export async function isSetUp(): Promise<boolean> {
  return (await lookUp("set-up").workspace.count()) > 0;
}

/** Whether a link is the one that was printed last and still works. */
export async function isSetUpLink(token: string): Promise<boolean> {
  const link = await lookUp("set-up").setupLink.findUnique({ where: { id: LINK } });
  return link !== null && isSame(link.tokenHash, hashToken(token));
}

/** Makes the workspace and its first owner, together or not at all. Throws `forbidden` unless the link is good. */
export async function setUpWorkspace(input: SetUpInput): Promise<void> {
  if (!(await isSetUpLink(input.token))) throw deadLink();
  const passwordHash = await hashPassword(input.password);
  const workspaceId = randomUUID();

  await commit(systemPermit("set up the workspace", workspaceId), async (tx) => {
    await useLink(tx, input.token);
    await tx.workspace.create({ data: { id: workspaceId, name: input.workspace } });
    const { name, email } = input;
    const memberId = await join(tx, { workspaceId, name, email, passwordHash, role: "owner" });
    return {
      value: undefined,
      event: [
        { name: "workspace.created", subject: workspaceId, detail: { workspace: input.workspace } },
        { name: "member.joined", subject: memberId, detail: { member: name, role: "owner" } },
      ],
    };
  });
}

/** Deleting the link is what makes it work once: of two who try, one finds it gone. */
async function useLink(tx: Change, token: string): Promise<void> {
  const { count } = await tx.setupLink.deleteMany({ where: { id: LINK, tokenHash: hashToken(token) } });
  if (count === 0 || (await tx.workspace.count()) > 0) throw deadLink();
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function deadLink(): Failure {
  return new Failure(
    "forbidden",
    "This set-up link doesn't work. Use the newest one in the server's log; a restart prints a new one.",
  );
}

const LINK = "setup";
const TOKEN_PREFIX = "pbset_";
