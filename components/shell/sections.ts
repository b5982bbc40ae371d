import {
  Activity,
  Cable,
  ClipboardList,
  House,
  KeyRound,
  type LucideIcon,
  Play,
  Settings,
  UsersRound,
} from "lucide-react";
import type { Route } from "next";
import { allows, type Permission, type Role } from "@/lib/access/policy";
import { routes } from "@/lib/routes";

export type ConsoleSection = { label: string; href: Route; icon: LucideIcon; needs: Permission };

/** The console's first level: what is worked with, then what it is run with. */
export function sectionsFor(role: Role): { work: ConsoleSection[]; workspace: ConsoleSection[] } {
  const permitted = (section: ConsoleSection) => allows(role, section.needs);
  return { work: WORK.filter(permitted), workspace: WORKSPACE.filter(permitted) };
}

/** What one may begin, wherever one is. */
export function actionsFor(role: Role): Omit<ConsoleSection, "icon">[] {
  return ACTIONS.filter(({ needs }) => allows(role, needs));
}

const ACTIONS: readonly Omit<ConsoleSection, "icon">[] = [
  { label: "Add custom connection", href: routes.newConnection, needs: "connections.manage" },
  { label: "New assignment", href: routes.newAssignment, needs: "assignments.create" },
];

const WORK: readonly ConsoleSection[] = [
  { label: "Home", href: routes.home, icon: House, needs: "connections.view" },
  { label: "Connections", href: routes.connections, icon: Cable, needs: "connections.view" },
  { label: "Sign-ins", href: routes.signIns, icon: KeyRound, needs: "signIns.own" },
  { label: "Assignments", href: routes.assignments, icon: ClipboardList, needs: "assignments.view" },
  { label: "Runs", href: routes.runs, icon: Play, needs: "runs.view" },
];

const WORKSPACE: readonly ConsoleSection[] = [
  { label: "People", href: routes.people, icon: UsersRound, needs: "people.view" },
  { label: "Activity", href: routes.activity, icon: Activity, needs: "activity.view" },
  { label: "Settings", href: routes.settings, icon: Settings, needs: "signIns.own" },
];
