import type { Route } from "next";

/** Every address in the console, so that moving a page is one edit. */
export const routes = {
  home: to`/`,
  login: to`/login`,
  setup: to`/setup`,
  invite: (token: string) => to`/invite/${token}`,

  connections: to`/connections`,
  newConnection: to`/connections/new`,
  connection: (id: string) => to`/connections/${id}`,
  checkConnection: to`/connections/check`,
  connectionTools: (id: string) => to`/connections/${id}/tools`,
  connectionTool: (id: string, toolId: string) => to`/connections/${id}/tools/${toolId}`,
  connectionChanges: (id: string) => to`/connections/${id}/changes`,
  connectionPeople: (id: string) => to`/connections/${id}/people`,
  connectionTrace: (id: string) => to`/connections/${id}/trace`,
  connectionSettings: (id: string) => to`/connections/${id}/settings`,

  signIns: to`/sign-ins`,
  signIn: (connectionId: string) => to`/sign-ins/${connectionId}`,
  oauthStart: to`/oauth/start`,
  oauthCallback: to`/oauth/callback`,
  companyStart: to`/oauth/company/start`,
  companyCallback: to`/oauth/company/callback`,
  oauthClient: to`/client-metadata.json`,

  assignments: to`/assignments`,
  newAssignment: to`/assignments/new`,
  assignment: (id: string) => to`/assignments/${id}`,
  assignmentSetup: (id: string) => to`/assignments/${id}/setup`,
  assignmentEndpoint: (id: string) => to`/assignments/${id}/endpoint`,
  assignmentRuns: (id: string) => to`/assignments/${id}/runs`,
  runs: to`/runs`,
  run: (id: string) => to`/runs/${id}`,
  runEvents: (id: string) => to`/api/runs/${id}/events`,
  runTranscript: (id: string) => to`/api/runs/${id}/transcript`,
  approval: (id: string) => to`/approvals/${id}`,
  endpoint: (assignmentId: string) => to`/mcp/${assignmentId}`,

  people: to`/people`,
  activity: to`/activity`,
  settings: to`/settings`,
  health: to`/api/health`,
} as const;

/**
 * Spells one address; what is put into it is escaped, so an identifier can
 * never add a segment, a query or a host.
 */
function to(parts: TemplateStringsArray, ...values: readonly string[]): Route {
  const path = parts.map((part, index) => part + encodeURIComponent(values[index] ?? "")).join("");
  // Next knows routes as literals; these are composed, and this file is the only place they are spelled.
  return path as Route;
}
