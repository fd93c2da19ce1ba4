import { tlsFault } from "../tls/tls-fault.ts";

/**
 * PostgreSQL's error classes about its state, not the query: connections, logins, resources, operator intervention, system. A login is refused
 * while a user is gone, and the next one's name has not arrived yet.
 */
const OUTAGE_CLASSES = new Set(["08", "28", "53", "57", "58"]);
const SERIALIZATION = "40";
/** An idle transaction's timeout and a demoted server, which are outside those classes. */
const OTHER_OUTAGES = new Set(["25P03", "25006"]);
/** A standby's refusal of a primary's function, whose code has other uses too. */
const IN_RECOVERY = /recovery is in progress/i;
/** Messages of the client's own errors, which have no code. */
const LINE_TROUBLE = /timeout exceeded when trying to connect|Connection terminated|Query read timeout|not queryable|connection error/i;

/** Who has already waited this long (ms) for others to be served is refused with them when the database is down. */
export const OUTAGE_PATIENCE = 1_000;

/** The database is down, or the outcome of a commit is unknown. The caller may retry later. */
export class DatabaseUnavailable extends Error {}

/** Whether an error is about the database's state and not about the query. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (tlsFault(error) !== null) return true;
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code !== "string") return LINE_TROUBLE.test(message ?? "");
  if (/^E[A-Z]+$/.test(code)) return true; // a system error; EPIPE has the form of a SQLSTATE, but no class begins with E
  if (code === "55000") return IN_RECOVERY.test(message ?? "");
  return OTHER_OUTAGES.has(code) || OUTAGE_CLASSES.has(code.slice(0, 2)) || code.startsWith(SERIALIZATION);
}

/**
 * Whether a migration has changed the result columns of a prepared statement.
 * PostgreSQL has no code of its own for it (0A000 is also "not supported"), and its message is translated: the name of
 * its routine is neither. The statement fails on this connection for good, and on a new one it does not.
 */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  return code === "0A000" && routine === "RevalidateCachedQuery";
}
