import Link from "next/link";
import { Mono } from "@/components/ui/code";
import { Monogram } from "@/components/ui/monogram";
import { routes } from "@/lib/routes";

/** A connection at the head of a row: its initial, its name as the way to its page, and its host. */
export function ConnectionName({ id, name, host }: { id: string; name: string; host: string }) {
  return (
    <span className="flex items-center gap-3">
      <Monogram name={name} />
      <span className="grid min-w-0">
        <Link href={routes.connection(id)} className="truncate rounded-control font-medium hover:underline">
          {name}
        </Link>
        <span className="truncate text-meta text-ink-faint">
          <Mono>{host}</Mono>
        </span>
      </span>
    </span>
  );
}
