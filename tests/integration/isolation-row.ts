import type { Permission } from "@/lib/access/policy";
import type { CompanyInput } from "@/lib/company/schema";
import type { MemberActor } from "@/lib/session/current";
import type { House } from "./isolation-house";

/** Where one of everything listens. */
export type Servers = {
  open: string;
  keyed: string;
  headers: string;
  oauth: string;
  company: Omit<CompanyInput, "version">;
};

/** What is asked, whose house it is asked about, and whose things in it where they are one person's own. */
export type Scene = { house: House; whose: MemberActor; servers: Servers };

export type Row = {
  needs: Permission;
  /** Prepared as the house, then done as whoever asks. */
  does(scene: Scene): Promise<(actor: MemberActor) => Promise<unknown>>;
  /** How somebody of another workspace fares: refused, told nothing, or at work in their own workspace. */
  stranger: "refused" | "sees nothing" | "acts at home";
  /** The same goes for a teammate: these things are one person's own. */
  isPersonal?: true;
};

/** Does it to what the house has had from the start. */
export const to =
  (act: (actor: MemberActor, scene: Scene) => Promise<unknown>): Row["does"] =>
  async (scene) =>
  (actor) =>
    act(actor, scene);
