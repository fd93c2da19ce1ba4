export type Toast = {
  id: number;
  text: string;
  tone: "neutral" | "success" | "danger";
  action?: { label: string; run: () => void } | undefined;
};

/** Longer with a button, or for a failure. */
const SHOWN_MS = 5_000;
const SHOWN_LONG_MS = 10_000;
const MAX_SHOWN = 3;

let toasts: readonly Toast[] = [];
let lastId = 0;
const holders = new Set<string>();
const expiries = new Map<number, number>();
const listeners = new Set<() => void>();

/** Shows a short message, optionally with an action such as undo, in place of one that says the same. Never the only place of an error. */
export function showToast(text: string, more: { tone?: Toast["tone"]; action?: Toast["action"] } = {}) {
  const toast: Toast = { tone: "neutral", ...more, id: ++lastId, text };
  // One that has the focus stays, and the focus with it.
  const isSaidAnew = (other: Toast) => other.text === text && !other.action && !holders.has("focus");
  show([...toasts.filter((other) => !isSaidAnew(other)), toast].slice(-MAX_SHOWN));
  expiries.set(toast.id, Date.now() + (toast.action || toast.tone === "danger" ? SHOWN_LONG_MS : SHOWN_MS));
  scheduleSweep();
  return toast.id;
}

export function dismissToast(id: number) {
  expiries.delete(id);
  show(toasts.filter((toast) => toast.id !== id));
}

/** No toast disappears while one is hovered or has the focus: until whatever holds them (`by`) releases them. */
export function holdToasts(by: string) {
  holders.add(by);
}

export function releaseToasts(by: string) {
  if (holders.delete(by)) scheduleSweep();
}

export function subscribeToToasts(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function toastsShown() {
  return toasts;
}

function show(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

function scheduleSweep() {
  const next = Math.min(...expiries.values());
  if (Number.isFinite(next)) setTimeout(sweep, Math.max(0, next - Date.now()));
}

function sweep() {
  if (holders.size > 0) return;
  for (const [id, expiry] of expiries) if (expiry <= Date.now()) dismissToast(id);
  scheduleSweep();
}
