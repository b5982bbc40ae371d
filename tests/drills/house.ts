import type { Actor } from "@/lib/access/actor";
import { createConnection } from "@/lib/connections/commands";
import { db } from "@/lib/db/client";
import type { MemberActor } from "@/lib/session/current";
import { finishSignIn, startSignIn } from "@/lib/sign-ins/consent";
import { recordListing } from "@/lib/tools/commands";
import { withMetadata } from "../fakes/authorization-faults";
import { consent } from "../fakes/consent";
import type { OAuthServer } from "../fakes/internal-crm";
import { buildMember } from "../support/builders";
import type { TokenGate } from "./token-gate";

/** A connection by OAuth, with as many people signed in to it as asked for, each as somebody else at the provider. */
export async function signInPeople(
  name: string,
  { server, people, gate }: { server: OAuthServer; people: number; gate?: TokenGate },
): Promise<[id: string, person: string][]> {
  const { id: workspaceId } = await db().workspace.create({ data: { name } });
  const admin = await buildMember(workspaceId, "admin");
  if (gate) server.authorization.break(withMetadata({ token_endpoint: `${gate.origin}/token` }));
  const connectionId = await createConnection(admin, { ...oauth, name, url: server.url });

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
  const callback = await consent(await startSignIn(member as Actor, connectionId, "/"), { as: person });
  const { listing } = await finishSignIn(member, callback.searchParams);
  if (listing) await recordListing(member, connectionId, listing);
  return (await signInOf({ connectionId, memberId: member.id })).id;
}

export function signInOf(where: { id: string } | { connectionId: string; memberId: string }) {
  return db().signIn.findFirstOrThrow({ where });
}

const oauth = {
  settings: {
    authorization: "oauth" as const,
    signsIn: "person" as const,
    ownApp: false,
    scopes: [],
    resource: "auto" as const,
    tokenAuth: "auto" as const,
    issuer: null,
    allowUnstatedPkce: false,
    parameters: {},
  },
  sharedValues: {},
  ownApp: null,
};
