import { z } from "zod";
import { type Role, roles } from "@/lib/access/policy";

const personName = z.string().trim().min(1, "Enter your name.").max(80, "That name is too long.");
const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Enter an e-mail address, such as ada@example.com.").max(254, "That address is too long."));
const newPassword = z.string().min(10, "Use at least 10 characters.").max(128, "Use at most 128 characters.");
const somePassword = z.string().min(1, "Enter your password.").max(128, "No password is that long.");
const linkToken = z.string().max(200).default("");
const id = z.string().min(1).max(64);
const role = z.enum(roles, "Choose a role.");

export const logInInput = z.object({
  email,
  password: somePassword,
  returnTo: z.string().max(2000).optional(),
});

export const setUpInput = z.object({
  token: linkToken,
  workspace: z.string().trim().min(1, "Enter a name for the workspace.").max(60, "That name is too long."),
  name: personName,
  email,
  password: newPassword,
});
export type SetUpInput = z.infer<typeof setUpInput>;

export const inviteInput = z.object({ email, role });
export type InviteInput = z.infer<typeof inviteInput>;
/** What became of the link's mail. `off`: this console sends none. */
export type InviteMailed = "sent" | "failed" | "off";

export const inviteRefInput = z.object({ inviteId: id });

export const acceptInput = z.object({ token: linkToken, name: personName, password: newPassword });
export type AcceptInput = z.infer<typeof acceptInput>;

export const roleInput = z.object({ memberId: id, role });
export type RoleInput = z.infer<typeof roleInput>;

export const memberInput = z.object({ memberId: id });

export const nameInput = z.object({ name: personName });
export const passwordInput = z.object({ current: somePassword, next: newPassword });
export const sessionInput = z.object({ sessionId: id });
export const nothingInput = z.object({});

/** A teammate as the People page shows them. */
export type PersonView = {
  id: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: Date;
  /** What removing them would end; only those who may remove people are told. */
  holds: { signIns: number; tokens: number } | null;
};

/** An invite nobody has accepted yet. The link itself is shown once, when it is made. */
export type InviteView = { id: string; email: string; role: Role; expiresAt: Date };

/** What the person who opens an invite link is told. */
export type InvitationView = { workspace: string; email: string; role: Role };

/** Where one is logged in. `here` is the browser that asks. */
export type SessionView = { id: string; browser: string; startedAt: Date; lastUsedAt: Date; here: boolean };

/** How this installation runs. Nothing in it is secret. */
export type SettingsView = {
  workspace: string;
  address: string;
  database: "embedded" | "postgres";
  /** `host:port` pairs that may be private or plain http. */
  allowed: readonly string[];
  dnsServers: readonly string[];
};
