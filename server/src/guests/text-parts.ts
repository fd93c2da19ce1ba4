import { Numbers, NumberSet } from "./numbers.ts";

/** Most letters of a part: longer texts are found by the rarest of their parts. */
const PART = 3;
/** Letters below this one have a code of their own in the key of a part; others share the codes that are left. */
const OWN_CODES = 512;
const SHARED_CODES = 511;
const CODE_BITS = 10;
/** About what a part takes beside the numbers of its texts. */
const PART_BYTES = 240;

/**
 * Which of many numbered texts can contain another one. Found are all that do, and some that do not: texts with the same parts in
 * another order, or with a part of the same key, and texts that were replaced.
 */
export function createTextParts() {
  /** The texts that have a part: a list while they are few, a bit for each as soon as that takes less. */
  const byPart = new Map<number, Numbers | NumberSet>();
  let [bytes, texts] = [0, 0];

  function note(part: number, number: number): void {
    const known = byPart.get(part);
    if (!known) {
      const fresh = new Numbers();
      fresh.push(number);
      byPart.set(part, fresh);
      bytes += PART_BYTES + fresh.bytes;
      return;
    }
    if (known instanceof Numbers && known.last() === number) return;
    const before = known.bytes;
    known.push(number);
    bytes += known.bytes - before;
    if (known instanceof Numbers && known.length * 32 > texts + SHARED_CODES) {
      const all = NumberSet.of(known.all());
      byPart.set(part, all);
      bytes += all.bytes - known.bytes;
    }
  }

  function havingPart(text: string, start: number): Numbers | NumberSet | undefined {
    let key = 0;
    for (let at = start; at < start + PART; at++) key = (key << CODE_BITS) | codeAt(text, at);
    return byPart.get(key);
  }

  return {
    /** About what it takes in memory. */
    bytes: () => bytes,
    /** A text may be added several times under one number, when it is replaced. */
    add(number: number, text: string): void {
      texts = Math.max(texts, number + 1);
      let [one, two, three] = [0, codeAt(text, 0), codeAt(text, 1)];
      for (let start = 0; start < text.length; start++) {
        [one, two, three] = [two, three, codeAt(text, start + 2)];
        const letter = one << (2 * CODE_BITS);
        note(letter, number);
        if (two !== 0) note(letter | (two << CODE_BITS), number);
        if (three !== 0) note(letter | (two << CODE_BITS) | three, number);
      }
    },
    /** Their numbers; null: any of them can, since the text is empty. */
    canContain(text: string): NumberSet | null {
      if (text === "") return null;
      const having = [havingPart(text, 0)];
      for (let start = 1; start + PART <= text.length; start++) having.push(havingPart(text, start));
      if (!having.every((some) => some !== undefined)) return new NumberSet();
      return NumberSet.inAll(having.map((some) => (some instanceof NumberSet ? some : NumberSet.of(some.all()))));
    },
  };
}

export type TextParts = ReturnType<typeof createTextParts>;

/** Whether a text is one part whose key no other has: what can contain it does, unless it was replaced. */
export function isOnePart(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!hasOwnCode(text.charCodeAt(at))) return false;
  return text.length > 0 && text.length <= PART;
}

const hasOwnCode = (letter: number) => letter > 0 && letter < OWN_CODES;

/** Zero behind the end. */
function codeAt(text: string, at: number): number {
  if (at >= text.length) return 0;
  const letter = text.charCodeAt(at);
  return hasOwnCode(letter) ? letter : OWN_CODES + (letter % SHARED_CODES);
}
