import type { Metadata } from "next";
import { Page, PageHeader, Section } from "@/components/ui/page";
import { allows } from "@/lib/access/policy";
import { requireActor } from "@/lib/session/current";
import { listInvites, listPeople } from "@/lib/workspace/queries";
import { InviteDialog } from "./invite-dialog";
import { InviteList } from "./invite-list";
import { PeopleTable } from "./people-table";
import { rolesFor } from "./roles-for";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const actor = await requireActor();
  const mayManage = allows(actor.role, "people.manage");
  const [people, invites] = await Promise.all([listPeople(actor), mayManage ? listInvites(actor) : []]);
  return (
    <Page width="reading">
      <PageHeader
        title="People"
        sentence="Everyone in this workspace and what they may do. Nobody can see or use anybody else's sign-ins."
        action={mayManage && <InviteDialog roles={rolesFor(actor.role)} />}
      />
      <PeopleTable actor={actor} people={people} />
      {invites.length > 0 && (
        <Section
          title="Invites"
          sentence="They wait to be accepted. The link was shown once; invite again for a new one."
        >
          <InviteList actor={actor} invites={invites} />
        </Section>
      )}
    </Page>
  );
}
