import { signInSentences } from "@/components/connections/authorization-words";
import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { ButtonLink } from "@/components/ui/button";
import { CardList, ListRow } from "@/components/ui/card";
import { Section } from "@/components/ui/page";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";

/** Connections that this person could use and has not signed in to yet. */
export function OpenSignIns({ signIns }: { signIns: readonly SignInView[] }) {
  const more = signIns.length - SHOWN_MAX;
  return (
    <Section
      title="You could sign in to"
      action={
        more > 0 ? (
          <ButtonLink href={routes.signIns} variant="quiet">
            See {more} more
          </ButtonLink>
        ) : undefined
      }
    >
      <CardList>
        {signIns.slice(0, SHOWN_MAX).map((signIn) => (
          <ListRow key={signIn.connectionId} action={<SignInButton signIn={signIn} variant="secondary" />}>
            <p className="font-medium">{signIn.connectionName}</p>
            <p className="text-small text-ink-soft">{signInSentences[signIn.method]}</p>
          </ListRow>
        ))}
      </CardList>
    </Section>
  );
}

const SHOWN_MAX = 5;
