import { ExternalLink } from "lucide-react";
import { HiddenField } from "@/components/forms/hidden-field";
import { ButtonLink } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Mono } from "@/components/ui/code";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import type { ClientView, ConnectionView } from "@/lib/connections/schema";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import { isSignedIn } from "@/lib/sign-ins/state";

type ConsentFormProps = { connection: ConnectionView; signIn: SignInView; returnTo: string };

/** Says where the person is about to go and what will be kept, before they go. */
export function ConsentForm({ connection, signIn, returnTo }: ConsentFormProps) {
  const { client, settings } = connection;
  const { missing } = signIn;
  const isWanted = missing?.standing === "wanted";
  if (client === null || settings.authorization !== "oauth") {
    return (
      <Notice
        meaning="broken"
        title="This connection has no OAuth client yet. Ask an admin to save it again."
      />
    );
  }
  return (
    <form action={routes.oauthStart} method="post" className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {client.moved && <Held connection={connection} />}
      {signIn.state === "connecting" && client.registration === "dynamic" && <NeverBack />}
      <HiddenField name="connectionId" value={connection.id} />
      <HiddenField name="returnTo" value={returnTo} />
      <div className="grid gap-1">
        <p>
          You are about to go to <strong className="font-semibold">{client.consentHost}</strong> to consent.
        </p>
        <p className="text-ink-soft">
          Log in there only if that is a place you expect. Afterwards you come back here.
        </p>
      </div>
      <KeyValues
        items={[
          ...(isElsewhere(client) ? [{ label: "Signed in by", value: <Mono>{client.issuer}</Mono> }] : []),
          {
            label: "Asked for",
            value: <Scopes scopes={client.scopes} />,
          },
          ...(missing === null
            ? []
            : [{ label: "With Grant access also", value: <Scopes scopes={missing.scopes} /> }]),
          {
            label: "Stored here",
            value: "The tokens, sealed, for you alone; who issued them, their scopes and when they expire.",
          },
          { label: "Sent to", value: <Mono>{connection.url}</Mono> },
        ]}
      />
      <div className="flex flex-wrap gap-3">
        {missing !== null && (
          <button
            type="submit"
            name="grant"
            value="on"
            className={buttonClass(isWanted ? "primary" : "secondary")}
          >
            Grant access
            <ExternalLink aria-hidden />
          </button>
        )}
        <button type="submit" className={buttonClass(isWanted ? "secondary" : "primary")}>
          {isSignedIn(signIn) ? "Reconnect" : "Sign in"}
          <ExternalLink aria-hidden />
        </button>
      </div>
    </form>
  );
}

/** Nobody is sent to a place that no admin has agreed to. */
function Held({ connection }: { connection: ConnectionView }) {
  return (
    <Notice
      meaning="held"
      title={`The sign-in server of ${connection.name} changed, and an admin has to confirm it`}
      action={
        <ButtonLink href={routes.connection(connection.id)} variant="secondary">
          See what changed
        </ButtonLink>
      }
    >
      Until then nobody can sign in. A sign-in that exists goes on as it is.
    </Notice>
  );
}

/** A provider that has forgotten a client says so in the browser and sends nobody back. */
function NeverBack() {
  return (
    <Notice meaning="neutral" title="Your last attempt has not come back from the provider">
      Start it again. If the provider shows an error about an unknown client instead, ask an admin to press
      Register again in the connection's settings.
    </Notice>
  );
}

/** Most providers let people consent at the host that signs them in; then it is named already. */
function isElsewhere({ issuer, consentHost }: ClientView): boolean {
  return URL.parse(issuer)?.host !== consentHost;
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  return scopes.length === 0 ? "The scopes the server names" : <Mono>{scopes.join(" ")}</Mono>;
}
