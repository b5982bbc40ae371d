import type { SetupGroup, SetupTool } from "@/lib/assignments/schema";

/** A line of the picker. Groups and tools can hold the focus; a warning belongs to the group above it. */
export type PickerRow =
  | { kind: "group"; key: string; group: SetupGroup; open: boolean; picked: number }
  | { kind: "sign-in"; key: string; group: SetupGroup }
  | { kind: "empty"; key: string; group: SetupGroup }
  | { kind: "tool"; key: string; group: SetupGroup; tool: SetupTool };

type Shown = {
  query: string;
  isOpen(group: SetupGroup): boolean;
  isPicked(tool: SetupTool): boolean;
  waitsForPerson(group: SetupGroup): boolean;
};

/** What the picker shows, from top to bottom. A search opens every group it finds something in. */
export function pickerRows(groups: readonly SetupGroup[], shown: Shown): PickerRow[] {
  const query = shown.query.trim().toLowerCase();
  return groups.flatMap((group): PickerRow[] => {
    const tools = query ? matching(group, query) : group.tools;
    if (query && tools.length === 0) return [];
    const open = query !== "" || shown.isOpen(group);
    const picked = group.tools.filter(shown.isPicked).length;
    const id = group.connectionId;
    return [
      { kind: "group", key: id, group, open, picked },
      ...(picked > 0 && shown.waitsForPerson(group)
        ? [{ kind: "sign-in" as const, key: `${id} sign-in`, group }]
        : []),
      ...(open && tools.length === 0 ? [{ kind: "empty" as const, key: `${id} empty`, group }] : []),
      ...(open ? tools.map((tool) => ({ kind: "tool" as const, key: tool.id, group, tool })) : []),
    ];
  });
}

function matching(group: SetupGroup, query: string): SetupTool[] {
  if (group.name.toLowerCase().includes(query)) return group.tools;
  return group.tools.filter(({ name, line }) => `${name} ${line}`.toLowerCase().includes(query));
}

/** Where the focus goes from `index`: the next line in this direction that can hold it. */
export function nextStop(rows: readonly PickerRow[], index: number, step: 1 | -1): number {
  for (let at = index + step; at >= 0 && at < rows.length; at += step) {
    if (isStop(rows[at])) return at;
  }
  return index;
}

export function isStop(row: PickerRow | undefined): boolean {
  return row?.kind === "group" || row?.kind === "tool";
}
