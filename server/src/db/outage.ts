/** PostgreSQL's classes of errors that are not about what was asked: connections, resources, an operator, the system. */
const OUTAGE_CLASSES = new Set(["08", "53", "57", "58"]);
const SERIALIZATION = "40";
/** A transaction that waited too long for us, and a server that was demoted: both belong to no such class. */
const OTHER_OUTAGES = new Set(["25P03", "25006"]);
/** Said by a standby that is asked what only a primary knows, with a code that is also used for much else. */
const IN_RECOVERY = /recovery is in progress/i;
/** What the client says of itself, without any code. */
const LINE_TROUBLE = /timeout exceeded when trying to connect|Connection terminated|Query read timeout|not queryable|connection error/i;

/** The database cannot be had at the moment, or what became of a commit is not known. Trying again later is right. */
export class DatabaseUnavailable extends Error {}

/** Whether an error is the database's state rather than the question's fault. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code !== "string") return LINE_TROUBLE.test(message ?? "");
  if (/^E[A-Z]+$/.test(code)) return true; // the system's; EPIPE looks like one of PostgreSQL's, whose classes never begin with E
  if (code === "55000") return IN_RECOVERY.test(message ?? "");
  return OTHER_OUTAGES.has(code) || OUTAGE_CLASSES.has(code.slice(0, 2)) || code.startsWith(SERIALIZATION);
}

/**
 * Whether a prepared statement outlived the columns that it was prepared for: a migration changed them meanwhile.
 * PostgreSQL has no code of its own for it (0A000 is also "not supported"), and its message is translated: the name of
 * its routine is neither. The statement fails on this connection for good, and on a new one it does not.
 */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  return code === "0A000" && routine === "RevalidateCachedQuery";
}
