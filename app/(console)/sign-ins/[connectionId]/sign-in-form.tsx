import { ActionForm } from "@/components/forms/action-form";
import { FormButtons } from "@/components/forms/form-buttons";
import { HiddenField } from "@/components/forms/hidden-field";
import { SecretField } from "@/components/forms/secret-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextField } from "@/components/forms/text-field";
import { ButtonLink } from "@/components/ui/button";
import { Mono } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import type { ConnectionView, HeaderRow, Settings } from "@/lib/connections/schema";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import { isSignedIn } from "@/lib/sign-ins/state";
import { signInWithHeadersAction, signInWithKeyAction } from "../actions";
import { ConsentForm } from "./consent-form";

type SignInFormProps = { connection: ConnectionView; signIn: SignInView; returnTo: string };

/** The one form that this connection's way of signing in needs. */
export function SignInForm(props: SignInFormProps) {
  const { settings } = props.connection;
  const { needsCredential, shared } = props.signIn;
  if (shared) return <WorkspaceSignsIn connectionId={props.connection.id} />;
  if (!needsCredential) return <NothingToDo connectionId={props.connection.id} />;
  if (settings.authorization === "apiKey") return <KeyForm {...props} place={settings} />;
  if (settings.authorization === "headers") return <HeadersForm {...props} headers={settings.headers} />;
  return <ConsentForm {...props} />;
}

function NothingToDo({ connectionId }: { connectionId: string }) {
  return (
    <Notice
      meaning="good"
      title="There is nothing to sign in to"
      action={
        <ButtonLink href={routes.connectionTools(connectionId)} variant="secondary">
          See its tools
        </ButtonLink>
      }
    />
  );
}

function WorkspaceSignsIn({ connectionId }: { connectionId: string }) {
  return (
    <Notice
      meaning="neutral"
      title="The workspace has one sign-in that everyone shares"
      action={
        <ButtonLink href={routes.connection(connectionId)} variant="secondary">
          See how it stands
        </ButtonLink>
      }
    >
      There is nothing to enter. The server can't tell who of you calls; Activity can.
    </Notice>
  );
}

type KeyFormProps = SignInFormProps & { place: Extract<Settings, { authorization: "apiKey" }> };

function KeyForm({ connection, signIn, returnTo, place }: KeyFormProps) {
  const value = [place.prefix, "your key"].filter(Boolean).join(" ");
  return (
    <ActionForm action={signInWithKeyAction}>
      <HiddenField name="connectionId" value={connection.id} />
      <HiddenField name="returnTo" value={returnTo} />
      <SecretField
        name="key"
        label="API key"
        stored={signIn.isStored}
        hint={
          <>
            Sent to <Mono>{connection.host}</Mono> and nowhere else, as{" "}
            <Mono>
              {place.header}: {value}
            </Mono>
          </>
        }
      />
      <Stored>Your key is tried at once, then stored sealed. It is never shown again.</Stored>
      <Submit signIn={signIn} />
    </ActionForm>
  );
}

type HeadersFormProps = SignInFormProps & { headers: readonly HeaderRow[] };

function HeadersForm({ connection, signIn, returnTo, headers }: HeadersFormProps) {
  const own = headers.filter((header) => !header.shared);
  return (
    <ActionForm action={signInWithHeadersAction}>
      <HiddenField name="connectionId" value={connection.id} />
      <HiddenField name="returnTo" value={returnTo} />
      {own.map((header, index) => (
        <div key={header.name} className="grid grid-cols-[minmax(0,1fr)]">
          <HiddenField name={`values.${index}.name`} value={header.name} />
          <HeaderValue name={`values.${index}.value`} header={header} isStored={signIn.isStored} />
        </div>
      ))}
      <Stored>
        The values are tried at once, then stored sealed. They are sent to <Mono>{connection.host}</Mono> and
        nowhere else.
      </Stored>
      <Submit signIn={signIn} />
    </ActionForm>
  );
}

type HeaderValueProps = { name: string; header: HeaderRow; isStored: boolean };

/** A stored value is never sent back, secret or not. */
function HeaderValue({ name, header, isStored }: HeaderValueProps) {
  const hint = header.hint === "" ? undefined : header.hint;
  if (header.secret) return <SecretField name={name} label={header.name} hint={hint} stored={isStored} />;
  const note = isStored ? ["Stored. Leave empty to keep it.", hint].filter(Boolean).join(" ") : hint;
  return <TextField name={name} label={header.name} face="mono" hint={note} autoComplete="off" />;
}

function Stored({ children }: { children: React.ReactNode }) {
  return <p className="text-small text-ink-soft">{children}</p>;
}

function Submit({ signIn }: { signIn: SignInView }) {
  return (
    <FormButtons>
      <SubmitButton>{isSignedIn(signIn) ? "Reconnect" : "Sign in"}</SubmitButton>
    </FormButtons>
  );
}
