/** Puts the cursor where the first thing is wrong, opening whatever hides it. */
export function focusFirstInvalid(form: HTMLFormElement | null): void {
  const [control] = [...(form?.querySelectorAll<HTMLElement>(INVALID) ?? [])];
  if (control !== undefined) reveal(control);
}

/** Moves to the control of this name. A name may be shared by several, such as radios. */
export function focusField(form: HTMLFormElement | null, name: string): void {
  const control = form?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
  if (control) reveal(control);
}

/** Whether the control of this name says by itself what is wrong with it, where one can see it. */
export function isSaidAtField(form: HTMLFormElement | null, name: string): boolean {
  const named = `[name="${CSS.escape(name)}"]`;
  const control = form?.querySelector(`${named}[aria-invalid="true"], [data-invalid] ${named}`);
  return control != null && control.closest("[hidden]") === null;
}

/** Names in the order in which their controls stand in the form; those without one come last. */
export function inOrder(form: HTMLFormElement | null, names: readonly string[]): string[] {
  const places = [...(form?.elements ?? [])].map((control) => control.getAttribute("name"));
  const placeOf = (name: string) => (places.includes(name) ? places.indexOf(name) : places.length);
  return names.toSorted((one, other) => placeOf(one) - placeOf(other));
}

const INVALID = ':is(input, select, textarea)[aria-invalid="true"], [data-invalid] input';

function reveal(control: HTMLElement): void {
  for (let parent = control.parentElement; parent !== null; parent = parent.parentElement) {
    if (parent instanceof HTMLDetailsElement) parent.open = true;
  }
  chosenOf(control).focus();
}

/** Of radios, the chosen one stands for all. */
function chosenOf(control: HTMLElement): HTMLElement {
  if (!(control instanceof HTMLInputElement) || control.type !== "radio") return control;
  const chosen = control.form?.querySelector<HTMLElement>(`[name="${CSS.escape(control.name)}"]:checked`);
  return chosen ?? control;
}
