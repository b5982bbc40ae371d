import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ClientView } from "@/lib/connections/schema";
import { routes } from "@/lib/routes";

type LostNoticeProps = { connectionId: string; client: ClientView; mayManage: boolean };

/** The provider has forgotten who we are. Most often the console mends that by itself. */
export function LostNotice({ connectionId, client, mayManage }: LostNoticeProps) {
  if (client.lost === "once" && client.registration === "dynamic") {
    return (
      <Notice meaning="waiting" title="The provider no longer knows this console's registration">
        The console registers again by itself when somebody next signs in. Renewals stop until then.
      </Notice>
    );
  }
  return (
    <Notice
      meaning="broken"
      title="The provider does not accept this console's client"
      action={
        mayManage ? (
          <ButtonLink href={routes.connectionSettings(connectionId)} variant="secondary">
            Open settings
          </ButtonLink>
        ) : undefined
      }
    >
      {client.registration === "manual"
        ? "Check the Client ID and Client Secret of the app in the connection's settings."
        : "Registering again by itself did not help. An admin can press Register again in the connection's settings, or ask whoever runs the provider."}
    </Notice>
  );
}
