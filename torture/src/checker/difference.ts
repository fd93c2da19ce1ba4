/** Where two values differ first, as a path and what stands there; null when they are the same. Undefined counts as absent. */
export function difference(expected: unknown, got: unknown, path = ""): string | null {
  return isSame(expected, got) ? null : locate(expected, got, path);
}

/** Most things compared are the same: the path is worked out only for those that are not. */
function isSame(expected: unknown, got: unknown): boolean {
  if (expected === got) return true;
  if (typeof expected !== "object" || typeof got !== "object" || expected === null || got === null) return false;
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return false;
    for (let at = 0; at < expected.length; at++) if (!isSame(expected[at], got[at])) return false;
    return true;
  }
  if (Array.isArray(got)) return false;
  const [left, right] = [expected as Record<string, unknown>, got as Record<string, unknown>];
  for (const key in left) if (!isSame(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

function locate(expected: unknown, got: unknown, path: string): string | null {
  if (isSame(expected, got)) return null;
  if (typeof expected !== "object" || typeof got !== "object" || expected === null || got === null) return clash(path, expected, got);
  if (Array.isArray(expected) !== Array.isArray(got)) return clash(path, expected, got);
  if (Array.isArray(expected) && expected.length !== (got as unknown[]).length) return clash(path, expected, got);
  return fieldwise(expected as Record<string, unknown>, got as Record<string, unknown>, path);
}

function fieldwise(expected: Record<string, unknown>, got: Record<string, unknown>, path: string): string | null {
  for (const key in expected) {
    const found = locate(expected[key], got[key], path === "" ? key : `${path}.${key}`);
    if (found) return found;
  }
  for (const key in got) {
    if (got[key] !== undefined && !(key in expected)) return clash(path === "" ? key : `${path}.${key}`, undefined, got[key]);
  }
  return null;
}

const clash = (path: string, expected: unknown, got: unknown) => `${path || "it"} is ${text(got)}, not ${text(expected)}`;

function text(value: unknown): string {
  const full = JSON.stringify(value) ?? "absent";
  return full.length <= 160 ? full : `${full.slice(0, 157)}…`;
}

/** The same text for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`)
    .join()}}`;
}
