import type { Route } from "next";

/** A place the command palette can go to. */
export type Destination = {
  label: string;
  /** The heading it is found under: "Connections". */
  group: string;
  href: Route;
  /** Other words for it, such as a connection's host. */
  also: string;
};
