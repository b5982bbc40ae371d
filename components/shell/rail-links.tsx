"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Role } from "@/lib/access/policy";
import { routes } from "@/lib/routes";
import { type ConsoleSection, sectionsFor } from "./sections";

type RailLinksProps = {
  role: Role;
  /** How many things wait for the reader at Home. */
  waiting: number;
  /** "icons" hides the words at medium width; a sheet always has room for them. */
  room: "icons" | "words";
};

export function RailLinks({ role, waiting, room }: RailLinksProps) {
  const { work, workspace } = sectionsFor(role);
  return (
    <nav aria-label="Console" className="grid gap-5">
      <SectionList sections={work} waiting={waiting} room={room} />
      <SectionList sections={workspace} waiting={0} room={room} />
    </nav>
  );
}

type SectionListProps = Omit<RailLinksProps, "role"> & { sections: readonly ConsoleSection[] };

function SectionList({ sections, waiting, room }: SectionListProps) {
  const path = usePathname();
  return (
    <ul className="grid gap-0.5">
      {sections.map(({ label, href, icon: Icon }) => (
        <li key={href}>
          <Link href={href} aria-current={currentness(path, href)} title={label} className={LINK}>
            <Icon aria-hidden className="size-4 shrink-0" />
            <span className={room === "icons" ? "md:max-lg:sr-only" : ""}>{label}</span>
            {href === routes.home && waiting > 0 && <Count waiting={waiting} room={room} />}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const LINK =
  "relative flex h-8 max-md:h-11 items-center gap-2.5 rounded-control px-2.5 font-medium text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:text-ink md:max-lg:justify-center md:max-lg:px-0";

function Count({ waiting, room }: Pick<RailLinksProps, "waiting" | "room">) {
  return (
    <span
      className={`ml-auto min-w-5 rounded-full bg-accent px-1.5 text-center text-meta font-medium text-on-accent tabular-nums ${room === "icons" ? "md:max-lg:absolute md:max-lg:-top-0.5 md:max-lg:right-0 md:max-lg:scale-85" : ""}`}
    >
      {waiting}
      <span className="sr-only"> waiting for you</span>
    </span>
  );
}

/** A page below a section still belongs to it. */
function currentness(path: string, href: string): "page" | "true" | undefined {
  if (path === href) return "page";
  return href !== routes.home && path.startsWith(`${href}/`) ? "true" : undefined;
}
