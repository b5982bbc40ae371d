import type { Metadata } from "next";
import { Page, PageHeader } from "@/components/ui/page";
import { allows } from "@/lib/access/policy";
import { requireActor } from "@/lib/session/current";
import { listMySessions } from "@/lib/workspace/account";
import { findMyPlace, findSettings } from "@/lib/workspace/queries";
import { AccountSections } from "./account-sections";
import { WorkspaceSection } from "./workspace-section";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await requireActor();
  const [settings, place, sessions] = await Promise.all([
    allows(actor.role, "settings.view") ? findSettings(actor) : null,
    findMyPlace(actor),
    listMySessions(actor),
  ]);
  return (
    <Page width="reading">
      <PageHeader title="Settings" sentence="How this Patchbay runs, and your own account." />
      {settings !== null && <WorkspaceSection settings={settings} />}
      <AccountSections name={actor.name} place={place} sessions={sessions} />
    </Page>
  );
}
