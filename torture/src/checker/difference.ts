type Fields = Record<string, unknown>;

/** Where two values differ first, as a path and what stands there; null when they are the same. Undefined counts as absent. */
export function difference(expected: unknown, got: unknown, path = ""): string | null {
  // Most things compared are the same: the path is worked out only for those that are not.
  if (isSame(expected, got)) return null;
  if (!areAlike(expected, got)) return `${path || "it"} is ${text(got)}, not ${text(expected)}`;
  const [left, right] = [expected as Fields, got as Fields];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = difference(left[key], right[key], path === "" ? key : `${path}.${key}`);
    if (found) return found;
  }
  return null;
}

function isSame(expected: unknown, got: unknown): boolean {
  if (expected === got) return true;
  if (!areAlike(expected, got)) return false;
  if (Array.isArray(expected)) return expected.every((one, at) => isSame(one, (got as unknown[])[at]));
  const [left, right] = [expected as Fields, got as Fields];
  for (const key in left) if (!isSame(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** Both have fields, or as many items. */
function areAlike(expected: unknown, got: unknown): boolean {
  if (typeof expected !== "object" || typeof got !== "object" || expected === null || got === null) return false;
  if (Array.isArray(expected)) return Array.isArray(got) && got.length === expected.length;
  return !Array.isArray(got);
}

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
