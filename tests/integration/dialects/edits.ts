type Edit = (document: Record<string, unknown>) => Record<string, unknown>;

/** A fault that rewrites documents, each given as its members. */
export function edits(changes: { resource?: Edit; metadata?: Edit; registration?: Edit; tokens?: Edit }) {
  const as = (edit: Edit | undefined) => (edit ? (document: object) => edit({ ...document }) : null);
  return {
    editResource: as(changes.resource),
    editMetadata: as(changes.metadata),
    editRegistration: as(changes.registration),
    editTokens: as(changes.tokens),
  };
}

export const adds =
  (more: object): Edit =>
  (document) => ({ ...document, ...more });
export const without =
  (name: string): Edit =>
  (document) => ({ ...document, [name]: undefined });
