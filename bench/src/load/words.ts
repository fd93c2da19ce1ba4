/** A message carries the time it was due (ms on the load's clock), between two of these. */
const SIGN = "~";
const padding = "x".repeat(80);

export function mark(due: number): string {
  return `${SIGN}${due.toFixed(3)}${SIGN} ${padding}`;
}

/** The times in a frame, which may carry several messages. */
export function* dueTimeOf(text: string): Generator<number> {
  for (let at = text.indexOf(SIGN); at >= 0;) {
    const end = text.indexOf(SIGN, at + 1);
    if (end < 0) return;
    yield Number(text.slice(at + 1, end));
    at = text.indexOf(SIGN, end + 1);
  }
}
