/** Numbers in a list, four bytes each. */
export class Numbers {
  private numbers: Int32Array<ArrayBuffer>;
  length: number;

  constructor(numbers: Int32Array<ArrayBuffer> = new Int32Array()) {
    this.numbers = numbers;
    this.length = numbers.length;
  }

  get bytes(): number {
    return this.numbers.byteLength;
  }

  push(one: number): void {
    if (this.length === this.numbers.length) this.numbers = longer(this.numbers);
    this.numbers[this.length++] = one;
  }

  insertAt(place: number, one: number): void {
    this.push(one);
    this.numbers.copyWithin(place + 1, place, this.length - 1);
    this.numbers[place] = one;
  }

  removeAt(place: number): void {
    this.numbers.copyWithin(place, place + 1, this.length);
    this.length -= 1;
  }

  last(): number | undefined {
    return this.length === 0 ? undefined : this.numbers[this.length - 1];
  }

  /** As they are now: good until the next change. */
  all(): Int32Array {
    return this.numbers.subarray(0, this.length);
  }
}

function longer(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.max(2, numbers.length * 2));
  copy.set(numbers);
  return copy;
}

/** A set of numbers, a bit for each from zero to the largest, and how many are in it. */
export class NumberSet {
  private bits: Int32Array<ArrayBuffer>;
  length: number;

  constructor(bits: Int32Array<ArrayBuffer> = new Int32Array(1)) {
    this.bits = bits;
    this.length = bits.reduce((sum, word) => sum + ones(word), 0);
  }

  static of(numbers: Int32Array): NumberSet {
    const set = new NumberSet();
    numbers.forEach((number) => set.push(number));
    return set;
  }

  /** The numbers that are in each of these sets, of which there is at least one. */
  static inAll([first, ...others]: NumberSet[]): NumberSet {
    const bits = first!.bits.slice();
    for (const other of others) for (let word = 0; word < bits.length; word++) bits[word]! &= other.bits[word] ?? 0;
    return new NumberSet(bits);
  }

  /** The numbers that are in one of these sets, of which there is at least one. */
  static inAny(sets: NumberSet[]): NumberSet {
    const bits = new Int32Array(Math.max(...sets.map((set) => set.bits.length)));
    for (const set of sets) for (let word = 0; word < set.bits.length; word++) bits[word]! |= set.bits[word]!;
    return new NumberSet(bits);
  }

  get bytes(): number {
    return this.bits.byteLength;
  }

  has(one: number): boolean {
    return ((this.bits[one >>> 5] ?? 0) & (1 << (one & 31))) !== 0;
  }

  push(one: number): void {
    if (this.has(one)) return;
    while (one >>> 5 >= this.bits.length) this.bits = longer(this.bits);
    this.bits[one >>> 5]! |= 1 << (one & 31);
    this.length += 1;
  }

  delete(one: number): void {
    if (!this.has(one)) return;
    this.bits[one >>> 5]! &= ~(1 << (one & 31));
    this.length -= 1;
  }

  /** All of them, the smallest first. */
  all(): Int32Array {
    const numbers = new Int32Array(this.length);
    let found = 0;
    for (let word = 0; word < this.bits.length; word++)
      for (let left = this.bits[word]!; left !== 0; left &= left - 1) numbers[found++] = word * 32 + 31 - Math.clz32(left & -left);
    return numbers;
  }
}

/** How many bits of a word are set. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
