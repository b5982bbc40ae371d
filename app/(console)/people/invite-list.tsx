import { Button } from "@/components/ui/button";
import { CardList, ListRow } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Time } from "@/components/ui/time";
import type { Actor } from "@/lib/access/actor";
import type { InviteView } from "@/lib/workspace/schema";
import { roleWords } from "@/lib/workspace/sentences";
import { revokeInviteAction } from "./actions";
import { rolesFor } from "./roles-for";

export function InviteList({ actor, invites }: { actor: Actor; invites: readonly InviteView[] }) {
  const choices = rolesFor(actor.role);
  return (
    <CardList>
      {invites.map((invite) => (
        <ListRow key={invite.id} action={choices.includes(invite.role) && <TakeBack invite={invite} />}>
          <div className="grid min-w-0">
            <span className="truncate font-medium">{invite.email}</span>
            <span className="text-small text-ink-soft">
              {roleWords[invite.role].label}, ends <Time at={invite.expiresAt} />
            </span>
          </div>
        </ListRow>
      ))}
    </CardList>
  );
}

function TakeBack({ invite }: { invite: InviteView }) {
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Take back…</Button>}
      title={`Take back the invite of ${invite.email}?`}
      losses="The link stops working. You can invite the same address again."
      verb="Take back invite"
      action={revokeInviteAction}
      fields={{ inviteId: invite.id }}
    />
  );
}
