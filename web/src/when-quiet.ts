/** Longest wait for the page to become idle (ms). */
export const LONGEST_WAIT = 2_000;

let quiet: Promise<void> | undefined;

/** Resolves once the page is idle after its first paint, or on the first interaction. */
export function whenQuiet(): Promise<void> {
  quiet ??= new Promise((resolve) => {
    for (const touch of ["pointerdown", "keydown", "focusin"]) addEventListener(touch, () => resolve(), { once: true, capture: true });
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT });
    else setTimeout(resolve, LONGEST_WAIT / 10); // Safari
  });
  return quiet;
}
