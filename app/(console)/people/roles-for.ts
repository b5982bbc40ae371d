import { allows, type Role, roles } from "@/lib/access/policy";

/** The roles that somebody of this role may give and take. Empty when they manage nobody. */
export function rolesFor(role: Role): readonly Role[] {
  if (!allows(role, "people.manage")) return [];
  return roles.filter((one) => one !== "owner" || allows(role, "people.manageOwners"));
}
