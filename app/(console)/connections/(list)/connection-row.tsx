import { History, KeyRound, LogOut, Settings, Users, Wrench } from "lucide-react";
import Link from "next/link";
import { authorizationWords } from "@/components/connections/authorization-words";
import { isSignedIn } from "@/components/sign-ins/is-signed-in";
import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { signOutWords } from "@/components/sign-ins/sign-out-words";
import { Badge, StateBadge } from "@/components/ui/badge";
import { Mono } from "@/components/ui/code";
import { Menu, MenuConfirm, MenuLine, MenuLink } from "@/components/ui/menu";
import { Monogram } from "@/components/ui/monogram";
import { Cell, Row } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import { signOutAction } from "../../sign-ins/actions";

/** What one line of the list says. `people` is for who may know it, where anybody signs in at all. */
export type ListedConnection = {
  signIn: SignInView;
  tools: { usable: number; held: number } | null;
  people: string | null;
};

type ConnectionRowProps = { connection: ListedConnection; mayManage: boolean };

export function ConnectionRow({ connection: { signIn, tools, people }, mayManage }: ConnectionRowProps) {
  const id = signIn.connectionId;
  return (
    <Row>
      <Cell label="">
        <span className="flex items-center gap-3">
          <Monogram name={signIn.connectionName} />
          <span className="grid min-w-0">
            <Link
              href={routes.connection(id)}
              className="truncate rounded-control font-medium hover:underline"
            >
              {signIn.connectionName}
            </Link>
            <span className="truncate text-meta text-ink-faint">
              <Mono>{signIn.host}</Mono>
            </span>
          </span>
        </span>
      </Cell>
      <Cell label="Sign-in method">{authorizationWords[signIn.authorization].label}</Cell>
      <Cell label="Your state">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1" title={signIn.reason ?? undefined}>
          <StateBadge state={signIn.state} />
          <SignInButton connectionId={id} state={signIn.state} variant="secondary" />
        </span>
      </Cell>
      <Cell label="Tools">
        <span className="flex items-center gap-2 tabular-nums">
          {tools === null ? <span className="text-ink-faint">Not listed</span> : tools.usable}
          {tools !== null && tools.held > 0 && (
            <Link href={routes.connectionChanges(id)} className="rounded-control">
              <Badge meaning="held">{tools.held} changed</Badge>
            </Link>
          )}
        </span>
      </Cell>
      {mayManage && <Cell label="People">{people ?? <span className="text-ink-faint">–</span>}</Cell>}
      <Cell label="" align="end">
        <span className="max-sm:absolute max-sm:top-3 max-sm:right-2">
          <Menu label={`More about ${signIn.connectionName}`}>
            <MenuLink href={routes.connectionTools(id)} icon={<Wrench aria-hidden />}>
              Tools
            </MenuLink>
            {tools !== null && tools.held > 0 && (
              <MenuLink href={routes.connectionChanges(id)} icon={<History aria-hidden />}>
                Changed tools
              </MenuLink>
            )}
            {signIn.needsCredential && (
              <MenuLink href={routes.signIn(id)} icon={<KeyRound aria-hidden />}>
                My sign-in
              </MenuLink>
            )}
            {mayManage && (
              <MenuLink href={routes.connectionPeople(id)} icon={<Users aria-hidden />}>
                People
              </MenuLink>
            )}
            {mayManage && (
              <MenuLink href={routes.connectionSettings(id)} icon={<Settings aria-hidden />}>
                Settings
              </MenuLink>
            )}
            {isSignedIn(signIn) && <SignOutItem signIn={signIn} />}
          </Menu>
        </span>
      </Cell>
    </Row>
  );
}

function SignOutItem({ signIn }: { signIn: SignInView }) {
  return (
    <>
      <MenuLine />
      <MenuConfirm
        icon={<LogOut aria-hidden />}
        title={`Sign out of ${signIn.connectionName}?`}
        losses={signOutWords(signIn.authorization)}
        verb="Sign out"
        action={signOutAction}
        fields={{ connectionId: signIn.connectionId }}
      >
        Sign out
      </MenuConfirm>
    </>
  );
}
