/** Where two values differ first, as a path and what stands there; null when they are the same. Undefined counts as absent. */
export function difference(expected: unknown, got: unknown, path = ""): string | null {
  if (Object.is(expected, got)) return null;
  if (typeof expected !== "object" || typeof got !== "object" || expected === null || got === null) return clash(path, expected, got);
  if (Array.isArray(expected) !== Array.isArray(got)) return clash(path, expected, got);
  if (Array.isArray(expected) && expected.length !== (got as unknown[]).length) return clash(path, expected, got);
  return fieldwise(expected as Record<string, unknown>, got as Record<string, unknown>, path);
}

function fieldwise(expected: Record<string, unknown>, got: Record<string, unknown>, path: string): string | null {
  for (const key in expected) {
    const found = difference(expected[key], got[key], path === "" ? key : `${path}.${key}`);
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
