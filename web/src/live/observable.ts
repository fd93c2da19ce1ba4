/** A value that components watch, as `useSyncExternalStore` expects it: a new object on every change. */
export interface Observable<Value> {
  get(): Value;
  change(patch: Partial<Value>): void;
  subscribe(listener: () => void): () => void;
}

export function createObservable<Value extends object>(initial: Value): Observable<Value> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    change(patch) {
      value = { ...value, ...patch };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
