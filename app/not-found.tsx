import { Standalone } from "@/components/shell/standalone";
import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/routes";

export default function NotFoundPage() {
  return (
    <Standalone
      title="There is nothing at this address"
      sentence="It may have been removed, or it may be something you are not allowed to see."
    >
      <div>
        <ButtonLink href={routes.home} variant="primary">
          Go to Home
        </ButtonLink>
      </div>
    </Standalone>
  );
}
