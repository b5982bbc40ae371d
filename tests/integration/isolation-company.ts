import * as companies from "@/lib/company/commands";
import { finishCompanySignIn, startCompanySignIn } from "@/lib/company/consent";
import * as companyQueries from "@/lib/company/queries";
import { db } from "@/lib/db/client";
import type { MemberActor } from "@/lib/session/current";
import { signInWithCompany } from "@/lib/sign-ins/company-sign-in";
import { consent } from "../fakes/consent";
import { oauth } from "../support/connection-input";
import { addOAuth } from "./isolation-house";
import type { Row, Scene } from "./isolation-row";

/** What concerns the company's identity provider, and who people are there. */
export const companyRows: Record<string, Row> = {
  "company.saveCompany": {
    needs: "company.manage",
    stranger: "refused",
    async does(scene) {
      await setUp(scene);
      return (actor) => companies.saveCompany(actor, { ...scene.servers.company, version: 1 });
    },
  },
  "company.removeCompany": {
    needs: "company.manage",
    stranger: "refused",
    does: atCompany(companies.removeCompany),
  },
  "company.findCompany": {
    needs: "settings.view",
    stranger: "sees nothing",
    does: atCompany(companyQueries.findCompany),
  },
  "company.ownCompany": {
    needs: "signIns.own",
    stranger: "sees nothing",
    does: atCompany(companyQueries.ownCompany),
  },
  "company.startCompanySignIn": {
    needs: "signIns.own",
    stranger: "refused",
    does: atCompany((actor) => startCompanySignIn(actor, "/sign-ins")),
  },
  "company.finishCompanySignIn": {
    needs: "signIns.own",
    stranger: "refused",
    isPersonal: true,
    async does(scene) {
      await setUp(scene);
      const callback = await loggedIn(scene.whose);
      return (actor) => finishCompanySignIn(actor, callback);
    },
  },
  "company.signOutOfCompany": {
    needs: "signIns.own",
    stranger: "acts at home",
    isPersonal: true,
    async does(scene) {
      await signedIn(scene);
      return (actor) => companies.signOutOfCompany(actor);
    },
  },
  "sign-ins.signInWithCompany": {
    needs: "signIns.own",
    stranger: "refused",
    isPersonal: true,
    async does(scene) {
      const id = await addOAuth(scene.house, scene.servers.oauth);
      const settings = { ...oauth, signsIn: "company" };
      await db().connection.update({ where: { id }, data: { settings } });
      await signedIn(scene);
      return (actor) => signInWithCompany(actor, id);
    },
  },
};

function atCompany(act: (actor: MemberActor) => Promise<unknown>): Row["does"] {
  return async (scene) => {
    await setUp(scene);
    return act;
  };
}

async function setUp({ house, servers }: Scene): Promise<void> {
  await companies.saveCompany(house.people.owner, { ...servers.company, version: 0 });
}

/** The identity provider's answer when this person, and nobody else, has logged in there. */
async function loggedIn(person: MemberActor): Promise<URLSearchParams> {
  return (await consent(await startCompanySignIn(person, "/sign-ins"), { as: "ada" })).searchParams;
}

async function signedIn(scene: Scene): Promise<void> {
  await setUp(scene);
  await finishCompanySignIn(scene.whose, await loggedIn(scene.whose));
}
