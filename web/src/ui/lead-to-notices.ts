import { placeOf } from "./place-of.ts";

/**
 * A toast with a button is at the end of the page, and only for a while: the next Tab goes there, and the one after it
 * back. The focus never moves by itself, and whoever has focused something else meanwhile stays there.
 */
export function leadToNotices(): void {
  let offered: Element | null = null;
  let back: (() => HTMLElement | null) | null = null;

  const goBack = () => {
    const place = back?.();
    back = null;
    (place && place !== document.body ? place : document.querySelector<HTMLElement>("#main"))?.focus({ preventScroll: true });
  };
  const enter = (event: KeyboardEvent, at: Element | null) => {
    const notice = newest();
    if (!notice || notice === offered || event.shiftKey || document.querySelector("dialog:modal")) return;
    event.preventDefault();
    offered = notice;
    back = at ? placeOf(at) : () => null;
    notice.querySelector("button")!.focus();
  };
  const leave = (event: KeyboardEvent, at: Element | null) => {
    const buttons = [...document.querySelectorAll(".toasts button")];
    if (!back || at !== (event.shiftKey ? buttons[0] : buttons.at(-1))) return;
    event.preventDefault();
    goBack();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = document.activeElement;
    if (at?.closest(".toasts")) leave(event, at);
    else enter(event, at);
  });
  // A click in a toast removes it: the focus moves first.
  document.addEventListener("click", ({ target }) => back && (target as Element).closest(".toasts button") && goBack(), true);
  for (const kind of ["pointerdown", "input"]) document.addEventListener(kind, () => (offered = newest() ?? offered));
}

const newest = () => [...document.querySelectorAll(".toast:has(.button)")].at(-1);
