import type { Actor } from "@/lib/access/actor";
import * as assignments from "@/lib/assignments/commands";
import * as assignmentQueries from "@/lib/assignments/queries";
import * as audit from "@/lib/audit/queries";
import { checkServer } from "@/lib/connections/check";
import * as connections from "@/lib/connections/commands";
import { confirmServer } from "@/lib/connections/confirm";
import { updateConnection } from "@/lib/connections/edit";
import * as connectionQueries from "@/lib/connections/queries";
import { db } from "@/lib/db/client";
import type { Caller } from "@/lib/endpoint/actor";
import * as tokens from "@/lib/endpoint/commands";
import { findPick, listCallable } from "@/lib/endpoint/pick";
import { listEndpointTools, listOwnTokens } from "@/lib/endpoint/queries";
import * as settings from "@/lib/settings/commands";
import { findModel } from "@/lib/settings/queries";
import * as signIns from "@/lib/sign-ins/commands";
import { finishSignIn, grantAccess, startSignIn } from "@/lib/sign-ins/consent";
import { endConnection, endMember, endMyself, moveConnection } from "@/lib/sign-ins/ending";
import * as signInQueries from "@/lib/sign-ins/queries";
import { upstreamFor } from "@/lib/sign-ins/upstream";
import { signInWorkspace } from "@/lib/sign-ins/workspace-sign-in";
import { callTool } from "@/lib/tools/call";
import * as tools from "@/lib/tools/commands";
import * as toolQueries from "@/lib/tools/queries";
import * as account from "@/lib/workspace/account";
import * as workspace from "@/lib/workspace/commands";
import * as workspaceQueries from "@/lib/workspace/queries";
import { erpToken, warehouseKey } from "../fakes/sample-credentials";
import { buildMember } from "../support/builders";
import { connectionInput, apiKey as key, oauth } from "../support/connection-input";
import { companyRows } from "./isolation-company";
import { addModel, addMoved, addOAuth, consented, type House, signedIn, tokenId } from "./isolation-house";
import { noticeRows } from "./isolation-notices";
import { type Row, to } from "./isolation-row";
import { runRows } from "./isolation-runs";

const listing = {
  tools: [],
  unusable: [],
  truncated: false,
  era: "2026",
  protocolVersion: "2026-07-28",
  server: null,
} as const;

/** Every query and command that somebody can ask for. The test fails when one is missing here. */
export const rows: Record<string, Row> = {
  ...runRows,

  "connections.listConnections": {
    needs: "connections.view",
    stranger: "acts at home",
    does: to((actor) => connectionQueries.listConnections(actor)),
  },
  "connections.findConnection": {
    needs: "connections.view",
    stranger: "sees nothing",
    does: to((actor, { house }) => connectionQueries.findConnection(actor, house.open)),
  },
  "connections.connectionImpact": {
    needs: "connections.manage",
    stranger: "sees nothing",
    does: to((actor, { house }) => connectionQueries.connectionImpact(actor, house.open)),
  },
  "connections.listTraces": {
    needs: "signIns.see",
    stranger: "sees nothing",
    async does({ house, servers }) {
      const id = await addOAuth(house, servers.oauth);
      return (actor) => connectionQueries.listTraces(actor, id);
    },
  },
  "connections.checkServer": {
    needs: "connections.manage",
    stranger: "acts at home",
    does: to((actor, { servers }) =>
      checkServer(actor, { url: servers.open, issuer: null, onStep: () => {} }),
    ),
  },
  "connections.createConnection": {
    needs: "connections.manage",
    stranger: "acts at home",
    does: to((actor, { servers }) =>
      connections.createConnection(actor, connectionInput("New one", servers.keyed, key)),
    ),
  },
  "connections.removeConnection": {
    needs: "connections.manage",
    stranger: "refused",
    does: to((actor, { house }) => connections.removeConnection(actor, house.open)),
  },
  "connections.registerAgain": {
    needs: "connections.manage",
    stranger: "refused",
    async does({ house, servers }) {
      const id = await addOAuth(house, servers.oauth);
      return (actor) => connections.registerAgain(actor, id);
    },
  },
  "connections.confirmServer": {
    needs: "connections.manage",
    stranger: "refused",
    async does({ house, servers }) {
      const { id, mark } = await addMoved(house, servers.oauth);
      return (actor) => confirmServer(actor, id, mark);
    },
  },
  "connections.updateConnection": {
    needs: "connections.manage",
    stranger: "refused",
    does: to((actor, { house, servers }) =>
      updateConnection(actor, house.keyed, 1, connectionInput("Renamed", servers.open, key)),
    ),
  },

  "sign-ins.listOwnSignIns": {
    needs: "signIns.own",
    stranger: "acts at home",
    async does({ house, whose }) {
      await signedIn(whose, house.keyed);
      return (actor) => signInQueries.listOwnSignIns(actor);
    },
  },
  "sign-ins.ownSignIn": {
    needs: "signIns.own",
    stranger: "sees nothing",
    does: to((actor, { house }) => signInQueries.ownSignIn(actor, house.keyed)),
  },
  "sign-ins.listTeammateSignIns": {
    needs: "signIns.see",
    stranger: "acts at home",
    async does({ house, whose }) {
      await signedIn(whose, house.keyed);
      return (actor) => signInQueries.listTeammateSignIns(actor, house.keyed);
    },
  },
  "sign-ins.countTeammates": {
    needs: "signIns.see",
    stranger: "acts at home",
    async does({ house, whose }) {
      await signedIn(whose, house.keyed);
      return (actor) => signInQueries.countTeammates(actor);
    },
  },
  "sign-ins.signInWithKey": {
    needs: "signIns.own",
    stranger: "refused",
    does: to((actor, { house }) => signIns.signInWithKey(actor, house.keyed, warehouseKey("ada"))),
  },
  "sign-ins.signInWithHeaders": {
    needs: "signIns.own",
    stranger: "refused",
    async does({ house, servers }) {
      const id = await connections.createConnection(
        house.people.owner,
        connectionInput("ERP", servers.headers, {
          authorization: "headers",
          headers: ["X-ERP-User", "X-ERP-Token"].map((name) => ({
            name,
            secret: true,
            hint: "",
            shared: false,
          })),
        }),
      );
      const values = [
        { name: "X-ERP-User", value: "ada" },
        { name: "X-ERP-Token", value: erpToken("ada") },
      ];
      return (actor) => signIns.signInWithHeaders(actor, id, values);
    },
  },
  "sign-ins.signOut": {
    needs: "signIns.own",
    stranger: "refused",
    async does({ house, whose }) {
      await signedIn(whose, house.keyed);
      return (actor) => signIns.signOut(actor, house.keyed);
    },
  },
  "sign-ins.startSignIn": {
    needs: "signIns.own",
    stranger: "refused",
    async does({ house, servers }) {
      const id = await addOAuth(house, servers.oauth);
      return (actor) => startSignIn(actor, id, "/sign-ins");
    },
  },
  "sign-ins.grantAccess": {
    needs: "signIns.own",
    stranger: "refused",
    async does({ house, servers }) {
      const id = await addOAuth(house, servers.oauth);
      return (actor) => grantAccess(actor, id, "/sign-ins");
    },
  },
  "sign-ins.signInWorkspace": {
    needs: "connections.manage",
    stranger: "refused",
    async does({ house, servers }) {
      const id = await addOAuth(house, servers.oauth);
      const settings = { ...oauth, signsIn: "workspace" };
      await db().connection.update({ where: { id }, data: { settings } });
      return (actor) => signInWorkspace(actor, id);
    },
  },
  "sign-ins.moveConnection": {
    needs: "connections.manage",
    stranger: "refused",
    async does({ house, servers }) {
      const { id, mark } = await addMoved(house, servers.oauth);
      return (actor) => moveConnection(actor, id, mark);
    },
  },
  "sign-ins.finishSignIn": {
    needs: "signIns.own",
    stranger: "refused",
    isPersonal: true,
    async does({ house, whose, servers }) {
      const callback = await consented(whose, await addOAuth(house, servers.oauth));
      return (actor) => finishSignIn(actor, callback);
    },
  },
  "sign-ins.endConnection": {
    needs: "connections.manage",
    stranger: "refused",
    does: to((actor, { house }) => endConnection(actor, house.open)),
  },
  "sign-ins.endMember": {
    needs: "people.manage",
    stranger: "refused",
    does: to((actor, { house }) => endMember(actor, house.people.member.id)),
  },
  "sign-ins.endMyself": {
    needs: "signIns.own",
    stranger: "acts at home",
    async does({ house }) {
      await secondOwner(house);
      return (actor) => endMyself(actor);
    },
  },
  "sign-ins.upstreamFor": {
    needs: "connections.view",
    stranger: "refused",
    isPersonal: true,
    async does({ house, whose }) {
      await signedIn(whose, house.keyed);
      return (actor) => upstreamFor(actor, house.keyed);
    },
  },

  "tools.listTools": {
    needs: "connections.view",
    stranger: "sees nothing",
    does: to((actor, { house }) => toolQueries.listTools(actor, house.open)),
  },
  "tools.findTool": {
    needs: "connections.view",
    stranger: "sees nothing",
    does: to((actor, { house }) => toolQueries.findTool(actor, house.toolId)),
  },
  "tools.listChanges": {
    needs: "connections.view",
    stranger: "sees nothing",
    async does({ house }) {
      await toolChanges(house);
      return (actor) => toolQueries.listChanges(actor, house.open);
    },
  },
  "tools.countTools": {
    needs: "connections.view",
    stranger: "acts at home",
    does: to((actor) => toolQueries.countTools(actor)),
  },
  "tools.refreshTools": {
    needs: "connections.manage",
    stranger: "refused",
    does: to((actor, { house }) => tools.refreshTools(actor, house.open)),
  },
  "tools.recordListing": {
    needs: "signIns.own",
    stranger: "refused",
    does: to((actor, { house }) =>
      tools.recordListing(actor, house.open, { ...listing, tools: [], unusable: [] }),
    ),
  },
  "tools.acceptChanges": {
    needs: "connections.manage",
    stranger: "refused",
    async does({ house }) {
      await toolChanges(house);
      return (actor) => tools.acceptChanges(actor, house.open, [`${house.toolId}:changed`]);
    },
  },
  "tools.callTool": {
    needs: "connections.view",
    stranger: "refused",
    async does({ house }) {
      await acceptAll(house);
      return (actor) =>
        callTool(actor, { toolId: house.toolId, arguments: {}, via: "try", assignment: null });
    },
  },

  "assignments.listAssignments": {
    needs: "assignments.view",
    stranger: "acts at home",
    does: to((actor) => assignmentQueries.listAssignments(actor)),
  },
  "assignments.findAssignment": {
    needs: "assignments.view",
    stranger: "sees nothing",
    does: to((actor, { house }) => assignmentQueries.findAssignment(actor, house.assignmentId)),
  },
  "assignments.assignmentImpact": {
    needs: "assignments.create",
    stranger: "sees nothing",
    async does({ house, whose }) {
      await tokenId(whose, house.assignmentId);
      return (actor) => assignmentQueries.assignmentImpact(actor, house.assignmentId);
    },
  },
  "assignments.listSetup": {
    needs: "assignments.view",
    stranger: "sees nothing",
    does: to((actor, { house }) => assignmentQueries.listSetup(actor, house.assignmentId)),
  },
  "assignments.createAssignment": {
    needs: "assignments.create",
    stranger: "acts at home",
    does: to((actor) => assignments.createAssignment(actor, { name: "New one", instructions: "" })),
  },
  "assignments.renameAssignment": {
    needs: "assignments.create",
    stranger: "refused",
    does: to((actor, { house }) => assignments.renameAssignment(actor, house.assignmentId, 1, "Renamed")),
  },
  "assignments.saveSetup": {
    needs: "assignments.create",
    stranger: "refused",
    does: to((actor, { house }) =>
      assignments.saveSetup(actor, house.assignmentId, { version: 1, instructions: "Other", picks: [] }),
    ),
  },
  "assignments.removeAssignment": {
    needs: "assignments.create",
    stranger: "refused",
    does: to((actor, { house }) => assignments.removeAssignment(actor, house.assignmentId)),
  },

  "endpoint.createToken": {
    needs: "endpoints.use",
    stranger: "refused",
    does: to((actor, { house }) =>
      tokens.createToken(actor, { assignmentId: house.assignmentId, name: "Laptop", expiry: "7" }),
    ),
  },
  "endpoint.revokeToken": {
    needs: "endpoints.use",
    stranger: "refused",
    isPersonal: true,
    async does({ house, whose }) {
      const id = await tokenId(whose, house.assignmentId);
      return (actor) => tokens.revokeToken(actor, id);
    },
  },
  "endpoint.listOwnTokens": {
    needs: "endpoints.use",
    stranger: "sees nothing",
    isPersonal: true,
    async does({ house, whose }) {
      await tokenId(whose, house.assignmentId);
      return (actor) => listOwnTokens(actor, house.assignmentId);
    },
  },
  "endpoint.listEndpointTools": {
    needs: "endpoints.use",
    stranger: "sees nothing",
    does: to((actor, { house }) => listEndpointTools(actor, house.assignmentId)),
  },
  "endpoint.findPick": {
    needs: "endpoints.use",
    stranger: "sees nothing",
    async does({ house }) {
      const { slug } = await db().connection.findUniqueOrThrow({ where: { id: house.open } });
      return (actor) => findPick(caller(actor, house), `${slug}__list_countries`);
    },
  },
  "endpoint.listCallable": {
    needs: "endpoints.use",
    stranger: "sees nothing",
    does: to((actor, { house }) => listCallable(caller(actor, house))),
  },

  "workspace.listPeople": {
    needs: "people.view",
    stranger: "acts at home",
    does: to((actor) => workspaceQueries.listPeople(actor)),
  },
  "workspace.listInvites": {
    needs: "people.manage",
    stranger: "acts at home",
    async does({ house }) {
      await invite(house);
      return (actor) => workspaceQueries.listInvites(actor);
    },
  },
  "workspace.findMyPlace": {
    needs: "people.view",
    stranger: "acts at home",
    does: to((actor) => workspaceQueries.findMyPlace(actor)),
  },
  "workspace.findSettings": {
    needs: "settings.view",
    stranger: "acts at home",
    does: to((actor) => workspaceQueries.findSettings(actor)),
  },
  "workspace.inviteMember": {
    needs: "people.manage",
    stranger: "acts at home",
    does: to((actor) => workspace.inviteMember(actor, { email: `${actor.id}@example.com`, role: "member" })),
  },
  "workspace.revokeInvite": {
    needs: "people.manage",
    stranger: "refused",
    async does({ house }) {
      const id = await invite(house);
      return (actor) => workspace.revokeInvite(actor, id);
    },
  },
  "workspace.changeRole": {
    needs: "people.manage",
    stranger: "refused",
    does: to((actor, { house }) =>
      workspace.changeRole(actor, { memberId: house.people.member.id, role: "admin" }),
    ),
  },
  "workspace.removeMember": {
    needs: "people.manage",
    stranger: "refused",
    does: to((actor, { house }) => workspace.removeMember(actor, house.people.member.id)),
  },
  "workspace.leaveWorkspace": {
    needs: "people.view",
    stranger: "acts at home",
    async does({ house }) {
      await secondOwner(house);
      return (actor) => workspace.leaveWorkspace(actor);
    },
  },
  "workspace.renameMyself": {
    needs: "people.view",
    stranger: "acts at home",
    isPersonal: true,
    does: to((actor) => account.renameMyself(actor, "Somebody else")),
  },
  "workspace.listMySessions": {
    needs: "people.view",
    stranger: "acts at home",
    isPersonal: true,
    does: to((actor) => account.listMySessions(actor)),
  },
  "workspace.endMySession": {
    needs: "people.view",
    stranger: "acts at home",
    isPersonal: true,
    does: to((actor, { whose }) => account.endMySession(actor, whose.sessionId)),
  },
  "workspace.endMyOtherSessions": {
    needs: "people.view",
    stranger: "acts at home",
    isPersonal: true,
    does: to((actor) => account.endMyOtherSessions(actor)),
  },

  "settings.findModel": {
    needs: "settings.view",
    stranger: "acts at home",
    async does({ house }) {
      await addModel(house);
      return findModel;
    },
  },
  "settings.removeModel": {
    needs: "model.manage",
    stranger: "refused",
    async does({ house }) {
      await addModel(house);
      return settings.removeModel;
    },
  },
  "settings.saveModel": {
    needs: "model.manage",
    stranger: "acts at home",
    does: to((actor, { servers }) => {
      const baseUrl = new URL("/v1", servers.open).href;
      const model = { provider: "compatible", model: "some", baseUrl, key: null } as const;
      return settings.saveModel(actor, { ...model, version: 0, anyway: true });
    }),
  },

  ...companyRows,
  ...noticeRows,
  "audit.listActivity": {
    needs: "activity.view",
    stranger: "acts at home",
    does: to((actor) => audit.listActivity(actor, { memberId: null, kind: null, page: 1 })),
  },
};

function caller(actor: Actor, house: House): Caller {
  const { id, name, role, workspaceId } = actor;
  return {
    actor: { kind: "endpoint", tokenId: "none", id, name, role, workspaceId },
    assignment: { id: house.assignmentId, name: "It" },
    lastUsedAt: null,
  };
}

async function toolChanges({ toolId }: House): Promise<void> {
  await db().tool.update({
    where: { id: toolId },
    data: { latest: { name: "list_countries", inputSchema: {} }, latestFingerprint: "changed" },
  });
}

/** The catalogue as the open server has it right now. */
async function acceptAll({ people, open }: House): Promise<void> {
  await tools.refreshTools(people.owner, open);
  const changes = await toolQueries.listChanges(people.owner, open);
  const seen = changes.map(({ toolId, seen: fingerprint }) => `${toolId}:${fingerprint ?? "gone"}`);
  await tools.acceptChanges(people.owner, open, seen);
}

async function invite({ people }: House): Promise<string> {
  const email = `${people.owner.id}@example.com`;
  await workspace.inviteMember(people.owner, { email, role: "member" });
  return (await db().invite.findFirstOrThrow({ where: { email } })).id;
}

/** So that the first may leave. */
async function secondOwner({ workspaceId }: House): Promise<void> {
  await buildMember(workspaceId, "owner");
}
