import { placeOf } from "./place-of.ts";

/**
 * Restores the focus when the focused element is removed, such as a deleted row. Browsers would start again at the top of
 * the page; here, keyboard users stay where they were.
 */
export function keepFocus(root: HTMLElement): void {
  let last: Element | null = null;
  let around: Element | null = null;
  let place: () => HTMLElement | null = () => null;
  let outside = place;
  root.addEventListener("focusin", ({ target }) => {
    last = target as Element;
    const dialog = last.closest("dialog");
    if (dialog !== around) outside = place;
    around = dialog;
    const [own, before] = [placeOf(last), outside];
    place = () => (dialog && !dialog.isConnected ? before() : own());
  });
  // Blurred on purpose, not removed.
  root.addEventListener("focusout", ({ target }) =>
    setTimeout(() => {
      if (target === last && last?.isConnected && document.activeElement === document.body) last = null;
    }),
  );

  const look = () => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    place()?.focus({ preventScroll: true });
  };
  // The code that removes an element may set the focus itself: it goes first.
  new MutationObserver(() => last && !last.isConnected && setTimeout(look)).observe(root, { childList: true, subtree: true });
}
