import { createConnection } from "@/lib/connections/commands";
import { db } from "@/lib/db/client";
import type { MemberActor } from "@/lib/session/current";
import { withMetadata } from "../fakes/authorization-faults";
import type { OAuthServer } from "../fakes/internal-crm";
import { buildMember } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { signInByConsent } from "../support/person";
import type { TokenGate } from "./token-gate";

/** A connection by OAuth, with as many people signed in to it as asked for, each as somebody else at the provider. */
export async function signInPeople(
  name: string,
  { server, people, gate }: { server: OAuthServer; people: number; gate?: TokenGate },
): Promise<[id: string, person: string][]> {
  const { id: workspaceId } = await db().workspace.create({ data: { name } });
  const admin = await buildMember(workspaceId, "admin");
  if (gate) server.authorization.break(withMetadata({ token_endpoint: `${gate.origin}/token` }));
  const connectionId = await createConnection(admin, connectionInput(name, server.url, oauth));

  const signIns: [string, string][] = [];
  for (let index = 0; index < people; index += 1) {
    const person = `${name.toLowerCase().replaceAll(/\W+/g, "-")}-${index}`;
    signIns.push([await signIn(await buildMember(workspaceId, "member"), connectionId, person), person]);
  }
  // Only now: a token endpoint that moves before a consent would be an admin's to confirm.
  server.authorization.heal();
  return signIns;
}

async function signIn(member: MemberActor, connectionId: string, person: string): Promise<string> {
  await signInByConsent(member, connectionId, { as: person });
  return (await signInOf({ connectionId, memberId: member.id })).id;
}

export function signInOf(where: { id: string } | { connectionId: string; memberId: string }) {
  return db().signIn.findFirstOrThrow({ where });
}
