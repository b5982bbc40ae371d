import { expect, test } from "vitest";
import type { AuditEvent } from "@/lib/audit/events";
import { activityKinds, sentenceFor } from "@/lib/audit/sentences";

const call = {
  connection: "CRM",
  tool: "find_customer",
  assignment: null,
  via: "try",
  durationMs: 12,
  outcome: "ok",
} as const;

const lines: { [Name in AuditEvent["name"]]: [Extract<AuditEvent, { name: Name }>["detail"], string] } = {
  "workspace.created": [{ workspace: "Acme" }, "The workspace Acme was set up"],
  "member.invited": [{ email: "b@x.org", role: "author" }, "Ada invited b@x.org as an author"],
  "invite.revoked": [{ email: "b@x.org" }, "Ada took back the invite of b@x.org"],
  "member.joined": [{ member: "Bob", role: "member" }, "Bob joined as a member"],
  "member.roleChanged": [
    { member: "Bob", from: "member", to: "admin" },
    "Ada made Bob an admin; before: member",
  ],
  "member.removed": [
    { member: "Bob", signIns: 2, tokens: 1 },
    "Ada removed Bob, and with it 2 sign-ins and 1 token",
  ],
  "connection.created": [
    { connection: "CRM", url: "https://crm.example/mcp", authorization: "oauth" },
    "Ada added the connection CRM at https://crm.example/mcp",
  ],
  "connection.edited": [
    { connection: "CRM", changed: ["name", "address"], reconnects: 3 },
    "Ada changed name and address of the connection CRM; 3 sign-ins to renew",
  ],
  "connection.removed": [
    { connection: "CRM", signIns: 0, assignments: 1 },
    "Ada removed the connection CRM, and with it 1 assignment",
  ],
  "client.registered": [
    { connection: "CRM", registration: "dynamic", issuer: "https://as.example" },
    "Ada registered CRM with https://as.example",
  ],
  "client.rejected": [
    { connection: "CRM" },
    "The provider of CRM no longer knows this console's registration",
  ],
  "client.moved": [
    { connection: "CRM", from: "https://as.example", to: "https://other.example" },
    "The sign-in server of CRM changed from https://as.example to https://other.example; nobody can sign in until an admin confirms it",
  ],
  "client.confirmed": [
    { connection: "CRM", issuer: "https://other.example" },
    "Ada confirmed https://other.example as the sign-in server of CRM",
  ],
  "signIn.made": [{ connection: "CRM" }, "Ada signed in to CRM"],
  "signIn.shared": [{ connection: "CRM" }, "Ada signed the workspace in to CRM"],
  "signIn.refused": [
    { connection: "CRM", reason: "The key was refused." },
    "Ada could not sign in to CRM: The key was refused.",
  ],
  "signIn.ended": [{ connection: "CRM" }, "Ada signed out of CRM"],
  "signIn.notRevoked": [
    { connection: "CRM", member: "Ben", reason: "It is down." },
    "The provider of CRM could not be told that Ben signed out: It is down.",
  ],
  "signIn.needsReconnect": [
    { connection: "CRM", member: "Bob", reason: "The consent was withdrawn." },
    "Bob needs to reconnect to CRM: The consent was withdrawn.",
  ],
  "signIn.lacksPermission": [
    { connection: "CRM", member: "Bob", scopes: ["crm.admin", "crm.write"] },
    "CRM asked Bob for more than the sign-in allows: crm.admin and crm.write",
  ],
  "tools.listed": [
    { connection: "CRM", tools: 9, held: ["a", "b", "c", "d"] },
    "Ada listed the tools of CRM: 9 tools; a, b and 2 more held for review",
  ],
  "tools.accepted": [{ connection: "CRM", tools: ["a", "b"] }, "Ada accepted a and b of CRM"],
  "tool.called": [call, "Ada called find_customer of CRM to try it: done"],
  "run.started": [{ assignment: "Weekly" }, "Ada started a run of Weekly"],
  "run.ended": [{ assignment: "Weekly", outcome: "stopped" }, "A run of Weekly for Ada was stopped"],
  "approval.decided": [
    { assignment: "Weekly", connection: "CRM", tool: "add_note", decision: "denied" },
    "Ada denied the call of add_note of CRM for Weekly",
  ],
  "schedule.created": [
    { assignment: "Weekly", when: "each hour at :05" },
    "Ada scheduled Weekly: each hour at :05",
  ],
  "schedule.edited": [
    { assignment: "Weekly", when: "each hour at :05" },
    "Ada changed a schedule of Weekly to each hour at :05",
  ],
  "schedule.removed": [{ assignment: "Weekly" }, "Ada removed a schedule of Weekly"],
  "schedule.missed": [
    { assignment: "Weekly", reason: "CRM needs your sign-in." },
    "A schedule of Weekly did not start: CRM needs your sign-in.",
  ],
  "schedule.resumed": [{ assignment: "Weekly" }, "Ada resumed a schedule of Weekly"],
  "schedule.paused": [
    { assignment: "Weekly", reason: "CRM needs your sign-in." },
    "A schedule of Weekly paused itself: CRM needs your sign-in.",
  ],
  "runs.limited": [{ steps: 3 }, "Ada changed the limits of runs"],
  "assignment.created": [{ assignment: "Weekly" }, "Ada created the assignment Weekly"],
  "assignment.edited": [
    { assignment: "Weekly", changed: ["instructions"] },
    "Ada changed instructions of the assignment Weekly",
  ],
  "assignment.removed": [{ assignment: "Weekly", tokens: 0 }, "Ada removed the assignment Weekly"],
  "model.saved": [
    { model: "sonnet", at: "Anthropic", changed: ["name", "key"], trial: "failed" },
    "Ada changed name and key of the model, now sonnet at Anthropic, though its trial failed",
  ],
  "model.removed": [
    { model: "sonnet", at: "Anthropic" },
    "Ada removed the model sonnet at Anthropic and its key",
  ],
  "company.saved": [
    { issuer: "https://login.example.com", signIns: 2 },
    "Ada set up company sign-in with https://login.example.com; 2 sign-ins ended",
  ],
  "company.removed": [
    { issuer: "https://login.example.com", signIns: 0 },
    "Ada removed company sign-in with https://login.example.com",
  ],
  "company.signedIn": [
    { issuer: "https://login.example.com", as: "ada@example.com" },
    "Ada signed in to the company at https://login.example.com as ada@example.com",
  ],
  "company.signedOut": [
    { issuer: "https://login.example.com" },
    "Ada signed out of the company at https://login.example.com",
  ],
  "company.ranOut": [
    { issuer: "https://login.example.com", member: "Grace" },
    "The company sign-in of Grace at https://login.example.com ran out",
  ],
  "token.created": [{ assignment: "Weekly", token: "Laptop" }, "Ada made the token Laptop for Weekly"],
  "token.revoked": [{ assignment: "Weekly", token: "Laptop" }, "Ada revoked the token Laptop for Weekly"],
};

test.each(Object.entries(lines))("%s is a sentence", (name, [detail, sentence]) => {
  // Safe: the table above pairs each name with its own detail.
  expect(sentenceFor("Ada", { name, subject: null, detail } as AuditEvent)).toBe(sentence);
});

test.each(Object.keys(lines))("%s belongs to one kind", (name) => {
  const family = name.split(".")[0];
  expect(activityKinds.filter(({ names }) => names.some((one) => one === family))).toHaveLength(1);
});

test("an endpoint's call names the assignment it was made for, and how it ended", () => {
  const detail = { ...call, via: "endpoint", assignment: "Weekly", outcome: "refused" } as const;
  expect(sentenceFor("Bob", { name: "tool.called", subject: null, detail })).toBe(
    "Bob called find_customer of CRM for Weekly: not sent",
  );
});

test("who removes themselves has left", () => {
  const detail = { member: "Bob", signIns: 0, tokens: 0 };
  expect(sentenceFor("Bob", { name: "member.removed", subject: null, detail })).toBe("Bob left");
});
