/** Longest pause between two keys of a hand scanner, which types as a keyboard does, only faster (ms). */
export const SCANNER_PAUSE = 100;
/** Shortest text that is taken for a scan: names are typed faster than one would think. */
export const SCANNER_LETTERS = 20;

export interface Key {
  key: string;
  /** When it was pressed (ms). */
  at: number;
}

/** Tells what a hand scanner types from what people do: returns the whole text when its Enter comes, else null. */
export function createHandScanner(): (pressed: Key) => string | null {
  let text = "";
  let last = -Infinity;
  return ({ key, at }) => {
    if (at - last > SCANNER_PAUSE) text = "";
    last = at;
    if (key.length === 1) text += key;
    if (key !== "Enter") return null;
    const whole = text;
    text = "";
    return whole.length >= SCANNER_LETTERS && !whole.includes(" ") ? whole : null;
  };
}
