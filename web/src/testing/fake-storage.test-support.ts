import { vi } from "vitest";

type Kind = "localStorage" | "sessionStorage";

/** A browser's storage, with what is kept as its own keys; `beforeEach` of every test that needs one. */
export function fakeStorage(kind: Kind = "localStorage"): Record<string, string> {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  };
  const storage = Object.create(methods) as Record<string, string>;
  vi.stubGlobal(kind, storage);
  return storage;
}

/** A browser that keeps nothing: it throws at every touch, as with cookies blocked. */
export function blockedStorage(kind: Kind = "localStorage"): void {
  const refuse = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  vi.stubGlobal(kind, new Proxy({}, { get: refuse, ownKeys: refuse }));
}
