import type { Role } from "@/lib/access/policy";

/** How roles are called and what they are for. */
export const roleWords: Record<Role, { label: string; does: string }> = {
  owner: { label: "Owner", does: "Everything, and decides who else is an owner" },
  admin: { label: "Admin", does: "Manages connections, tools and people" },
  author: { label: "Author", does: "Writes assignments and picks their tools" },
  member: { label: "Member", does: "Signs in to connections and uses assignments" },
};
