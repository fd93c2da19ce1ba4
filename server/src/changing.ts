/** A value that may be replaced while the process runs, such as a password that is rotated. */
export interface Changing<Value> {
  readonly current: Value;
  /** Called with each later value, until the returned function is. */
  onChange(listener: (value: Value) => void): () => void;
}

export interface Changeable<Value> extends Changing<Value> {
  set(value: Value): void;
}

export function changeable<Value>(first: Value): Changeable<Value> {
  const listeners = new Set<(value: Value) => void>();
  let current = first;
  return {
    get current() {
      return current;
    },
    set(value) {
      if (value === current) return;
      current = value;
      for (const listener of listeners) listener(value);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** For those that are given a plain value: it never changes. */
export const changing = <Value extends string>(value: Value | Changing<Value>): Changing<Value> =>
  typeof value === "string" ? changeable(value) : value;
