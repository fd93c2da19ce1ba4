import { placeOf } from "./place-of.ts";

/**
 * What has the focus can go away under it: a row that was removed, a button that has done its work. Browsers then begin
 * again at the top of the page; here, whoever goes by keyboard stays where they were.
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
  // Put down on purpose, not taken away.
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
  // Whoever takes something away may know better where to go on: they come first.
  new MutationObserver(() => last && !last.isConnected && setTimeout(look)).observe(root, { childList: true, subtree: true });
}
