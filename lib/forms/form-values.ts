import "server-only";

export type FormValue = FormDataEntryValue | FormValue[] | { [name: string]: FormValue };

/**
 * What a form sent, as the object its schema describes. A name that appears more
 * than once becomes a list; dots nest, and rows numbered from 0 become an array:
 * `headers.0.name` is `headers[0].name`. Nothing of a name is trusted: there is
 * no prototype to reach and no index to make a huge array with.
 */
export function valuesOf(form: FormData): FormValue {
  const root: Branch = new Map();
  // Grouped in one pass: asking the form for each name would look through all of it every time.
  for (const [name, fields] of Map.groupBy(form, ([field]) => field)) {
    // Next sends the action's own fields along.
    if (name.startsWith("$ACTION")) continue;
    const all = fields.map(([, value]) => value);
    plant(root, name.split(".").slice(0, depthMax), all.length === 1 && all[0] !== undefined ? all[0] : all);
  }
  return grown(root);
}

const depthMax = 5;

type Branch = Map<string, Branch | FormDataEntryValue | FormDataEntryValue[]>;

function plant(
  branch: Branch,
  [step = "", ...rest]: string[],
  value: FormDataEntryValue | FormDataEntryValue[],
): void {
  if (rest.length === 0) {
    branch.set(step, value);
    return;
  }
  const known = branch.get(step);
  const next: Branch = known instanceof Map ? known : new Map();
  branch.set(step, next);
  plant(next, rest, value);
}

function grown(branch: Branch): FormValue {
  const entries = [...branch].map(
    ([step, value]) => [step, value instanceof Map ? grown(value) : value] as const,
  );
  if (entries.length > 0 && entries.every(([step]) => /^\d+$/.test(step))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
  }
  // fromEntries defines properties, so a field called `__proto__` is only a field.
  return Object.fromEntries(entries);
}
