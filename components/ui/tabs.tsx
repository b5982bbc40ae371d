"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

type Tab = { href: Route; label: string; note?: string };

/** Tabs that are links: each is a page with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const path = usePathname();
  const list = useRef<HTMLElement>(null);

  // On a phone there may be more of them than find room. The page itself stays where it is.
  useEffect(() => {
    const tab = list.current?.querySelector(`a[href="${CSS.escape(path)}"]`)?.getBoundingClientRect();
    if (!list.current || !tab) return;
    const { left, width } = list.current.getBoundingClientRect();
    list.current.scrollLeft += tab.left - left - (width - tab.width) / 2;
  }, [path]);

  return (
    <div className="border-b border-line">
      <nav ref={list} aria-label={label} className="-mx-2.5 overflow-x-auto [scrollbar-width:none]">
        <ul className="flex gap-1">
          {tabs.map((tab) => (
            <li key={tab.href}>
              <Link
                href={tab.href}
                aria-current={path === tab.href ? "page" : undefined}
                className="relative flex h-9 max-sm:h-11 items-center gap-1.5 rounded-control px-2.5 font-medium whitespace-nowrap text-ink-soft -outline-offset-2 hover:text-ink aria-[current]:text-ink aria-[current]:after:absolute aria-[current]:after:inset-x-2.5 aria-[current]:after:bottom-0 aria-[current]:after:h-0.5 aria-[current]:after:bg-accent"
              >
                {tab.label}
                {tab.note !== undefined && (
                  <span className="rounded-control bg-sunken px-1.5 text-meta text-ink-soft tabular-nums">
                    {tab.note}
                  </span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
