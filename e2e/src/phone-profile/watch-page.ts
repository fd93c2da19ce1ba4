import type { Page } from "playwright-core";

/** What a page has noted about itself (ms since its navigation began). */
export interface Noted {
  firstPaint: number;
  /** The largest thing painted so far: when, and what it was. */
  largestPaint: number;
  largestThing: string;
  shifts: number;
  /** When the answers could be pressed. */
  answersWork: number;
}

interface Notes extends Noted {
  told?: boolean;
}

declare global {
  interface Window {
    notes: Notes;
  }
}

/** Has every page take notes from its first moment on. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const notes = { firstPaint: 0, largestPaint: 0, largestThing: "", shifts: 0, answersWork: 0 };
    window.notes = notes;
    const observe = (type: string, note: (entry: never) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => note(entry as never))).observe({ type, buffered: true });
    observe("paint", ({ name, startTime }: PerformanceEntry) => {
      if (name === "first-contentful-paint") notes.firstPaint = startTime;
    });
    observe("largest-contentful-paint", ({ startTime, element }: PerformanceEntry & { element?: Element }) => {
      notes.largestPaint = startTime;
      notes.largestThing = `${element?.tagName.toLowerCase()} “${(element?.textContent ?? "").trim().slice(0, 40)}”`;
    });
    observe("layout-shift", ({ value, hadRecentInput }: PerformanceEntry & { value: number; hadRecentInput: boolean }) => {
      if (!hadRecentInput) notes.shifts += value;
    });
    const looking = new MutationObserver(() => {
      if (!document.querySelector("[aria-label='Your answer'] button")) return;
      notes.answersWork = performance.now();
      looking.disconnect();
    });
    looking.observe(document, { subtree: true, childList: true });
  });
}

/** The notes that a page has taken so far. */
export const notesOf = (page: Page): Promise<Noted> => page.evaluate(() => window.notes);

/**
 * Resolves to how long (ms) after the next press on the button that sends the answer a change is shown, and
 * confirmed: no longer marked as on its way. To be asked for before the press. The button's words are other ones in other versions.
 */
export function pressToConfirmed(page: Page, shownAs: string): Promise<{ shown: number; confirmed: number }> {
  return page.evaluate(
    (words) =>
      new Promise<{ shown: number; confirmed: number }>((done) => {
        let pressed = 0;
        let shown = 0;
        const press = (event: Event) => {
          if (!(event.target as Element).closest("[aria-label='Your answer'] [type=submit]")) return;
          pressed = event.timeStamp;
          removeEventListener("pointerdown", press, true);
        };
        addEventListener("pointerdown", press, true);
        const look = () => {
          const card = document.querySelector("[aria-label='Your answer']")?.textContent ?? "";
          if (!pressed || !card.includes(words)) return;
          shown ||= performance.now() - pressed;
          if (card.includes("Sending")) return;
          looking.disconnect();
          requestAnimationFrame(() => done({ shown, confirmed: performance.now() - pressed }));
        };
        const looking = new MutationObserver(look);
        looking.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    shownAs,
  );
}
