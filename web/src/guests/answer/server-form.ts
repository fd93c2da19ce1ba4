/** A form that came with the page and worked before the app did (`server/src/pages`): what is chosen and typed in it. */
export interface ServerForm {
  fields: ReadonlyMap<string, string>;
  /** The field that has the focus, and what is selected in it. */
  focus: { name: string; value: string; selection: [number, number] | null } | null;
  /** Why the server refused it. */
  refusal: { code: string; facts?: Record<string, string | number>; words: string } | null;
}

const element = () => document.getElementById("server-form");

/** As the form stands now; null once the app has taken its place, and where there was none. */
export function readServerForm(): ServerForm | null {
  const box = element();
  if (!box) return null;
  const form = box.querySelector("form");
  const fields = new Map([...(form ? new FormData(form) : [])].map(([name, value]) => [name, value as string])); // no files in it
  const told = box.dataset["refusal"];
  return { fields, focus: focusIn(box), refusal: told ? (JSON.parse(told) as ServerForm["refusal"]) : null };
}

function focusIn(box: HTMLElement): ServerForm["focus"] {
  const active = document.activeElement as HTMLInputElement | null;
  if (!active?.name || !box.contains(active)) return null;
  const { name, value, selectionStart, selectionEnd } = active;
  return { name, value, selection: typeof selectionStart === "number" ? [selectionStart, selectionEnd ?? selectionStart] : null };
}

/** Gives the focus to what the app has drawn for the same field, or the same choice. Says whether there is one. */
export function focusLike({ name, value, selection }: NonNullable<ServerForm["focus"]>, place: ParentNode): boolean {
  const field = place.querySelector<HTMLInputElement>(`[name="${name}"], button[value="${CSS.escape(value)}"]`);
  field?.focus({ preventScroll: true });
  if (selection) field?.setSelectionRange(...selection);
  return field !== null;
}

/**
 * Removes the form, once the app has drawn what takes its place. While something in it is being pressed it stays: the
 * press would end nowhere. `before` is called right before.
 */
export function removeServerForm(before?: () => void): () => void {
  const box = element();
  if (!box) return () => undefined;
  const remove = () => {
    if (!box.isConnected) return;
    before?.();
    box.remove();
  };
  if (!box.matches(":active")) {
    remove();
    return () => undefined;
  }
  // The click comes right behind the end of the press.
  const over = () => setTimeout(remove);
  for (const end of ["pointerup", "pointercancel"] as const) addEventListener(end, over, { once: true });
  return () => {
    for (const end of ["pointerup", "pointercancel"] as const) removeEventListener(end, over);
  };
}
