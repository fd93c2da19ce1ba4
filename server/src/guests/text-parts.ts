/** Most letters of a part: longer texts are found by the rarest of their parts. */
export const PART = 3;

/** Numbers in a list that grows, four bytes each. */
class Numbers {
  private numbers = new Int32Array(2);
  length = 0;

  push(one: number): void {
    if (this.length === this.numbers.length) {
      const longer = new Int32Array(this.length * 2);
      longer.set(this.numbers);
      this.numbers = longer;
    }
    this.numbers[this.length++] = one;
  }

  all(): Int32Array {
    return this.numbers.subarray(0, this.length);
  }
}

function* partsOf(text: string): Generator<string> {
  for (let length = 1; length <= PART; length++)
    for (let start = 0; start + length <= text.length; start++) yield text.slice(start, start + length);
}

/**
 * Which of many numbered texts can contain another one. Found are all that do, and some that do not: texts with the same parts in
 * another order, and texts that were replaced.
 */
export function createTextParts() {
  const byPart = new Map<string, Numbers>();

  return {
    /** A text may be added several times under one number, when it is replaced. */
    add(number: number, text: string): void {
      for (const part of new Set(partsOf(text))) {
        let known = byPart.get(part);
        if (!known) {
          known = new Numbers();
          byPart.set(part, known);
        }
        known.push(number);
      }
    },
    /** In no order, a number that was added several times as often; null: any of them can, since the text is empty. */
    canContain(text: string): Int32Array | null {
      if (text === "") return null;
      let rarest: Int32Array | null = null;
      for (let start = 0; start === 0 || start + PART <= text.length; start++) {
        const found = byPart.get(text.slice(start, start + PART))?.all() ?? new Int32Array();
        if (!rarest || found.length < rarest.length) rarest = found;
      }
      return rarest;
    },
  };
}

export type TextParts = ReturnType<typeof createTextParts>;
