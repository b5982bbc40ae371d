import type { Metadata } from "next";
import { Page, PageHeader } from "@/components/ui/page";
import { allows } from "@/lib/access/policy";
import { companyRedirectUri } from "@/lib/company/consent";
import { findCompany } from "@/lib/company/queries";
import { findMailChoice } from "@/lib/notices/queries";
import { findLimits } from "@/lib/runs/limits";
import { requireActor } from "@/lib/session/current";
import { findModel } from "@/lib/settings/queries";
import { listMySessions } from "@/lib/workspace/account";
import { findMyPlace, findSettings } from "@/lib/workspace/queries";
import { AccountSections } from "./account-sections";
import { CompanySection } from "./company-section";
import { LimitsSection } from "./limits-section";
import { ModelSection } from "./model-section";
import { WorkspaceSection } from "./workspace-section";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await requireActor();
  const maySee = allows(actor.role, "settings.view");
  const [settings, model, company, limits, place, sessions, mail] = await Promise.all([
    maySee ? findSettings(actor) : null,
    maySee ? findModel(actor) : null,
    maySee ? findCompany(actor) : null,
    allows(actor.role, "runs.limit") ? findLimits(actor) : null,
    findMyPlace(actor),
    listMySessions(actor),
    findMailChoice(actor),
  ]);
  return (
    <Page width="reading">
      <PageHeader title="Settings" sentence="How this Patchbay runs, and your own account." />
      {settings !== null && <WorkspaceSection settings={settings} />}
      {settings !== null && <ModelSection model={model} allow={settings.allowed} />}
      {limits !== null && <LimitsSection limits={limits} />}
      {settings !== null && <CompanySection company={company} redirectUri={companyRedirectUri} />}
      <AccountSections name={actor.name} place={place} sessions={sessions} mail={mail} />
    </Page>
  );
}
