interface Search {
  from: number;
  /** Nothing beyond it is tried. */
  upTo: number;
  /** The result holds, and this factor of it does not. */
  precision: number;
  holds(value: number): Promise<boolean>;
}

/** How fast the load rises while it holds. */
const GROWTH = 2;

/** The most that holds, by rising load and then by halves. Null: not even the first does. `isEnd`: the search ended before the pod did. */
export async function findMost({ from, upTo, precision, holds }: Search): Promise<{ most: number; isEnd: boolean } | null> {
  let good: number | null = null;
  let next = from;
  while (await holds(next)) {
    if (next === upTo) return { most: next, isEnd: true };
    good = next;
    next = Math.min(upTo, Math.round(next * GROWTH));
  }
  let bad = next;
  if (good === null) return null;
  for (;;) {
    const middle = Math.round(Math.sqrt(good * bad));
    if (bad / good <= precision || middle === good || middle === bad) return { most: good, isEnd: false };
    if (await holds(middle)) good = middle;
    else bad = middle;
  }
}
