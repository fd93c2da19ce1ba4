import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { pino, type DestinationStream, type Logger, type LoggerOptions } from "pino";
import product from "../../package.json" with { type: "json" };
import { readableLine } from "./readable-line.ts";
import { redactor } from "./redact.ts";
import { tlsFault } from "../tls/tls-fault.ts";

/** The version of the Elastic Common Schema whose names the fields have. */
const ECS_VERSION = "9.0.0";
/** Frames of a stack that are logged. */
const MAX_FRAMES = 12;

interface LogSettings {
  /** Hidden wherever they would stand in a line. Absent: none is known. */
  secrets?: readonly string[] | ReadonlySet<string>;
  /** Where lines go. Absent: to standard output, as JSON, or at a terminal as text. */
  destination?: DestinationStream;
}

/**
 * Logs JSON lines by the names of the Elastic Common Schema, each with an id of its own, and without personal data: requests
 * by route, as URLs can contain tokens, and errors by type, stack and code, never with the values that caused them.
 */
export function createLogger(level: string, { secrets = [], destination = standardOutput() }: LogSettings = {}): Logger {
  const run = randomBytes(9).toString("hex");
  let lines = 0;
  return pino(
    {
      level,
      base: {
        "ecs.version": ECS_VERSION,
        "service.name": "turnout",
        "service.version": product.version,
        "service.node.name": hostname(),
      },
      messageKey: "message",
      errorKey: "error",
      timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
      // Shippers repeat lines whose arrival they cannot tell: by its id a line is stored once.
      mixin: () => ({ "event.id": `${run}-${++lines}` }),
      formatters: { level: (label) => ({ "log.level": label }), log: withErrorForLog },
      // Pino's own for errors would add to what is ready already.
      serializers: { error: (ready: unknown) => ready, req: () => undefined, res: () => undefined },
      hooks: { logMethod: neverByItsMessage, streamWrite: redactor(secrets) },
    },
    destination,
  );
}

function standardOutput(): DestinationStream {
  if (!process.stdout.isTTY) return pino.destination({ fd: 1, sync: true });
  return { write: (line) => void process.stdout.write(readableLine(line)) };
}

/** Pino would take an error's own message where a line has none, and that may quote values. */
const neverByItsMessage: NonNullable<NonNullable<LoggerOptions["hooks"]>["logMethod"]> = function (args, method) {
  const [first, ...others] = args as [unknown, ...unknown[]];
  if (typeof first !== "object" || others.length > 0) return method.apply(this, args);
  return method.apply(this, [first, "unexpected"] as unknown as typeof args);
};

/** Libraries name it `err`. */
function withErrorForLog(fields: Record<string, unknown>): Record<string, unknown> {
  if (!("error" in fields || "err" in fields)) return fields;
  const { err, error = err, ...rest } = fields;
  return { ...rest, error: errorForLog(error) };
}

interface AnyError extends Error {
  code?: string;
  constraint?: string;
  table?: string;
}

function errorForLog(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, code, constraint, table, stack, message } = error as AnyError;
  const frames = stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    type: name,
    code,
    // PostgreSQL quotes values in its messages, so its code and constraint stand in for them.
    message: tlsFault(error) ?? (code ? undefined : message),
    stack_trace: frames.length > 0 ? frames.slice(0, MAX_FRAMES).join("\n") : undefined,
    constraint,
    table,
  };
}
