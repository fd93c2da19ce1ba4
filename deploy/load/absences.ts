/** When a reader had no socket that brought changes. */
export interface Absences {
  /** This socket has brought everything up to the present, and brings what comes. */
  serves(socket: object): void;
  ended(socket: object): void;
  /** For each socket that served and ended: how long there was none (ms), 0 where another one served. The last one may go on. */
  list(): number[];
}

export function newAbsences(now: () => number = () => performance.now()): Absences {
  const serving = new Set<object>();
  const over: number[] = [];
  let since: number | null = null;
  return {
    serves(socket) {
      serving.add(socket);
      if (since !== null) over.push(now() - since);
      since = null;
    },
    ended(socket) {
      if (!serving.delete(socket)) return;
      if (serving.size > 0) over.push(0);
      else since = now();
    },
    list: () => (since === null ? [...over] : [...over, now() - since]),
  };
}
