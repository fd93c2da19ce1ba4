/** The state of the form in the server's HTML (`server/src/pages`), which works before the app does. */
export interface ServerForm {
  fields: ReadonlyMap<string, string>;
  /** The field that has the focus, what is selected in it, and how far below the window's upper edge it is (px). */
  focus: { name: string; value: string; selection: [number, number] | null; top: number } | null;
  /** Why the server refused it. */
  refusal: { code: string; facts?: Record<string, string | number>; words: string } | null;
}

const element = () => document.getElementById("server-form");

/** The form's current state; null once the app has replaced it, and where there was none. */
export function readServerForm(): ServerForm | null {
  const box = element();
  if (!box) return null;
  const form = box.querySelector("form");
  const fields = new Map([...(form ? new FormData(form) : [])].map(([name, value]) => [name, value as string])); // no files in it
  const refusal = box.dataset["refusal"];
  return { fields, focus: focusIn(box), refusal: refusal ? (JSON.parse(refusal) as ServerForm["refusal"]) : null };
}

function focusIn(box: HTMLElement): ServerForm["focus"] {
  const active = document.activeElement as HTMLInputElement | null;
  if (!active?.name || !box.contains(active)) return null;
  const { name, value, selectionStart, selectionEnd } = active;
  const { top } = active.getBoundingClientRect();
  return { name, value, top, selection: typeof selectionStart === "number" ? [selectionStart, selectionEnd ?? selectionStart] : null };
}

/**
 * Focuses the app's element for the same field or choice. Returns whether there is one. A card that scrolls, as one with a long form does, is
 * scrolled so that the field stays where it was.
 */
export function focusLike({ name, value, selection, top }: NonNullable<ServerForm["focus"]>, place: ParentNode): boolean {
  const field = place.querySelector<HTMLInputElement>(`[name="${name}"], button[value="${CSS.escape(value)}"]`);
  field?.focus({ preventScroll: true });
  field?.closest(".answer-card")?.scrollBy(0, field.getBoundingClientRect().top - top);
  if (selection) field?.setSelectionRange(...selection);
  return field !== null;
}

/**
 * Removes the form once the app has rendered its replacement. It stays during a click in it, which would otherwise be
 * lost. `before` is called right before.
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
  // The click event follows pointerup.
  const over = () => setTimeout(remove);
  for (const end of ["pointerup", "pointercancel"] as const) addEventListener(end, over, { once: true });
  return () => {
    for (const end of ["pointerup", "pointercancel"] as const) removeEventListener(end, over);
  };
}
