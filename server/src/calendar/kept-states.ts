/** Most of what is kept, in characters. */
export const KEPT_SIZE = 32 * 2 ** 20;
/** Most changes that are remembered. With more of them, nothing that was kept before is given again. */
export const CHANGES_REMEMBERED = 100_000;
/** Longest time between two looks at the changes (ms) after which kept states are given again: changes are deleted after a day. */
export const LOOKS_APART = 3_600_000;
/** Before the first look: no transaction has a higher number. */
const NOTHING_KEPT = String(2n ** 63n - 1n);

/** What a look at the changes finds. */
export interface Changes {
  /** Every transaction below has ended. What a later one changes is found by the next look, which asks from here. */
  horizon: string;
  /** Another one wherever transactions are numbered anew, or were lost. */
  timeline: string;
  /** The changes since the horizon of the look before, each as the id that it is about, a space, and its transaction. */
  changes: string[];
}

interface Options<State> {
  /** The ids that changes of a state are about. */
  sourcesOf(state: State): string[];
  sizeOf(state: State): number;
  /** A clock that never goes back (ms). */
  clock?: () => number;
}

interface Kept<State> {
  state: State;
  /** The number of the last look that found nothing of it changed. */
  look: number;
}

/**
 * States that are as the database has them. Whoever uses it looks at the changes from `horizon()`, applies what is found, and only then
 * gets states, or reads and puts them: one after the other, so that what is put was read after the last look.
 */
export function createKeptStates<State>({ sourcesOf, sizeOf, clock = () => performance.now() }: Options<State>) {
  const kept = new Map<string, Kept<State>>();
  /** By id, the number of the last look that found it changed. */
  const changedAt = new Map<string, number>();
  let [size, look, lastChange, lookedAt] = [0, 0, 0, -Infinity];
  let [asked, timeline] = [NOTHING_KEPT, ""];
  /** Of the last look. While a transaction goes on, each look finds again what has been committed since it began. */
  let seen = new Set<string>();

  function drop(id: string) {
    const one = kept.get(id);
    if (!one) return;
    kept.delete(id);
    size -= sizeOf(one.state);
  }

  function dropAll() {
    kept.clear();
    changedAt.clear();
    size = 0;
  }

  return {
    /** From where on the next look has to ask. */
    horizon(): string {
      if (clock() - lookedAt <= LOOKS_APART) return asked;
      dropAll();
      return NOTHING_KEPT;
    },
    apply(found: Changes): void {
      if (found.timeline !== timeline || changedAt.size + found.changes.length > CHANGES_REMEMBERED) dropAll();
      [asked, timeline, lookedAt] = [found.horizon, found.timeline, clock()];
      look++;
      const changes = new Set(found.changes);
      const fresh = changes.difference(seen);
      seen = changes;
      if (fresh.size > 0) lastChange = look;
      for (const change of fresh) changedAt.set(change.slice(0, change.indexOf(" ")), look);
    },
    get(id: string): State | null {
      const one = kept.get(id);
      if (!one) return null;
      if (one.look < lastChange && sourcesOf(one.state).some((source) => (changedAt.get(source) ?? 0) > one.look)) {
        drop(id);
        return null;
      }
      one.look = look;
      return one.state;
    },
    put(id: string, state: State): void {
      drop(id);
      kept.set(id, { state, look });
      size += sizeOf(state);
      for (const oldest of kept.keys()) {
        if (size <= KEPT_SIZE) break;
        drop(oldest);
      }
    },
  };
}
