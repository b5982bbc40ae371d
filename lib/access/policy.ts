/** Who may do what. The console hides a button and the server refuses a call by reading this one table. */
export const policy = {
  "connections.view": ["owner", "admin", "author", "member"],
  "connections.manage": ["owner", "admin"],
  "signIns.own": ["owner", "admin", "author", "member"],
  "signIns.see": ["owner", "admin"],
  "assignments.view": ["owner", "admin", "author", "member"],
  "assignments.create": ["owner", "admin", "author"],
  "assignments.editAny": ["owner", "admin"],
  "runs.start": ["owner", "admin", "author", "member"],
  "runs.view": ["owner", "admin", "author", "member"],
  "runs.stopAny": ["owner", "admin"],
  "runs.limit": ["owner", "admin"],
  "endpoints.use": ["owner", "admin", "author", "member"],
  "notices.own": ["owner", "admin", "author", "member"],
  "people.view": ["owner", "admin", "author", "member"],
  "people.manage": ["owner", "admin"],
  "people.manageOwners": ["owner"],
  "activity.view": ["owner", "admin"],
  "settings.view": ["owner", "admin"],
  "model.manage": ["owner", "admin"],
  "company.manage": ["owner", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export const roles = ["owner", "admin", "author", "member"] as const;
export type Role = (typeof roles)[number];
export type Permission = keyof typeof policy;

export function allows(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = policy[permission];
  return allowed.includes(role);
}
