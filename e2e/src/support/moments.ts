import type { Page } from "playwright-core";

/** Resolves to the moment (ms) at which these words are painted on the page; to be asked for before they can be there. */
export function paintedAt(page: Page, words: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((done) => {
        const look = () => {
          if (!document.body.innerText.includes(wanted)) return;
          watcher.disconnect();
          requestAnimationFrame(() => done(Date.now()));
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    words,
  );
}

/** Resolves to the moment (ms) of the next press on the page; to be asked for before it. */
export function pressedAt(page: Page): Promise<number> {
  return page.evaluate(
    () => new Promise<number>((done) => addEventListener("click", () => done(Date.now()), { once: true, capture: true })),
  );
}
