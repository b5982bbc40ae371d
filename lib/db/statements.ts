import "server-only";

/** How many statements a connection keeps planned. Queries are few and their texts repeat, lists in them aside. */
const STATEMENTS_MAX = 200;

/** Names the statements seen first, so that each is planned once for a connection; the rest get an empty name. */
export function namedStatements(): (sql: string) => string {
  const names = new Map<string, string>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= STATEMENTS_MAX) return "";
    const name = `patchbay_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
