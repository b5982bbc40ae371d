import { buildIfNeeded } from "./console";

/** The journeys walk through the production build. */
export default function setup(): void {
  buildIfNeeded();
}
