/** Time between two keys of a hand scanner (ms). */
const BETWEEN = 5;

/** Types as a hand scanner does: a key every few milliseconds, wherever the focus is, and Enter at the end. */
export function handScan(text: string): void {
  const began = performance.now();
  for (const [index, key] of [...text, "Enter"].entries()) {
    const target = document.activeElement ?? document.body;
    const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    // When the key was pressed, however late a busy machine hears of it.
    Object.defineProperty(pressed, "timeStamp", { value: began + index * BETWEEN });
    const isTaken = !target.dispatchEvent(pressed);
    // What the browser does with a key that nobody takes.
    if (!isTaken && key !== "Enter" && target instanceof HTMLInputElement) document.execCommand("insertText", false, key);
  }
}
