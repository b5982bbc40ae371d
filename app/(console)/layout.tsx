import type { ReactNode } from "react";
import { ConsoleFrame } from "@/components/shell/console-frame";
import type { Destination } from "@/components/shell/destinations";
import type { Actor } from "@/lib/access/actor";
import { listAssignments } from "@/lib/assignments/queries";
import { listConnections } from "@/lib/connections/queries";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { findMyPlace } from "@/lib/workspace/queries";
import { logOutAction } from "./actions";
import { countWaiting } from "./home/waiting";

/** The frame around every page. Each page asks by itself who is there and what they may see. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const [place, destinations, home] = await Promise.all([
    findMyPlace(actor),
    destinationsOf(actor),
    countWaiting(actor),
  ]);
  return (
    <ConsoleFrame
      workspace={place.workspace}
      person={{ name: actor.name, email: place.email, role: actor.role }}
      counts={{ home }}
      destinations={destinations}
      logOutAction={logOutAction}
    >
      {children}
    </ConsoleFrame>
  );
}

async function destinationsOf(actor: Actor): Promise<Destination[]> {
  const [connections, assignments] = await Promise.all([listConnections(actor), listAssignments(actor)]);
  return [
    ...connections.map(({ id, name, host }) => ({
      label: name,
      group: "Connections",
      href: routes.connection(id),
      also: host,
    })),
    ...assignments.map(({ id, name }) => ({
      label: name,
      group: "Assignments",
      href: routes.assignment(id),
      also: "",
    })),
  ];
}
