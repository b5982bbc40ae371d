import { CircleCheck } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/routes";

export function NothingWaits() {
  return (
    <EmptyState
      icon={<CircleCheck aria-hidden />}
      title="Nothing needs you"
      action={
        <>
          <ButtonLink href={routes.connections} variant="secondary">
            Open Connections
          </ButtonLink>
          <ButtonLink href={routes.assignments} variant="secondary">
            Open Assignments
          </ButtonLink>
        </>
      }
    >
      Sign-ins to renew and changed tools to review appear here.
    </EmptyState>
  );
}
