import { pino, type Logger } from "pino";

/**
 * Logs JSON lines without personal data: requests by route pattern, as URLs can contain tokens, and errors by name, stack and
 * code, never with the values that caused them.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: errorForLog, req: () => undefined, res: () => undefined },
  });
}

function errorForLog(error: Error & { code?: string; constraint?: string; table?: string }) {
  const { name, code, constraint, table, stack } = error;
  const frames = stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  // PostgreSQL quotes values in its messages, so its code and constraint stand in for them.
  return { name, code, constraint, table, message: code ? undefined : error.message, frames };
}
