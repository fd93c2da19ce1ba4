/** PostgreSQL's classes of errors that are not about what was asked: connections, resources, an operator, the system. */
const OUTAGE_CLASSES = new Set(["08", "53", "57", "58"]);
const SERIALIZATION = "40";

/** The database cannot be had at the moment, or what became of a commit is not known. Trying again later is right. */
export class DatabaseUnavailable extends Error {}

/** Whether an error is the database's state rather than the question's fault. An error without a code of its own came from the line. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const { code } = error as { code?: unknown };
  if (typeof code !== "string") return false;
  if (!/^[0-9A-Z]{5}$/.test(code)) return /^E[A-Z]+$/.test(code);
  return OUTAGE_CLASSES.has(code.slice(0, 2)) || code.startsWith(SERIALIZATION);
}
