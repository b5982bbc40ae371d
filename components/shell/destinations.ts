import type { Route } from "next";

/** A place the command palette can go to. */
export type Destination = {
  label: string;
  /** The heading it is found under: "Connections". */
  group: string;
  href: Route;
  /** What is shown beside it and found as well, such as a connection's host. */
  also: string;
};
