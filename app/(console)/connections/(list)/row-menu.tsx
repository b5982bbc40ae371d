"use client";

import { History, KeyRound, LogOut, Settings, Users, Wrench } from "lucide-react";
import { signOutWords } from "@/components/sign-ins/sign-out-words";
import { Menu, MenuConfirm, MenuLine, MenuLink } from "@/components/ui/menu";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import { isSignedIn } from "@/lib/sign-ins/state";
import { signOutAction } from "../../sign-ins/actions";
import type { ConnectionRowProps } from "./connection-row";

/** Where one can go from a line of the list, and the way out of it. */
export default function RowMenu({ connection: { signIn, tools }, mayManage }: ConnectionRowProps) {
  const id = signIn.connectionId;
  return (
    <Menu label={`More about ${signIn.connectionName}`} opens="at once">
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
  );
}

function SignOutItem({ signIn }: { signIn: SignInView }) {
  return (
    <>
      <MenuLine />
      <MenuConfirm
        icon={<LogOut aria-hidden />}
        title={`Sign out of ${signIn.connectionName}?`}
        losses={signOutWords(signIn.method)}
        verb="Sign out"
        action={signOutAction}
        fields={{ connectionId: signIn.connectionId }}
      >
        Sign out
      </MenuConfirm>
    </>
  );
}
