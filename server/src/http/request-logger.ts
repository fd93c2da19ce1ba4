import type { FastifyBaseLogger } from "fastify";
import type { Bindings, Level, Logger } from "pino";

type Line = [unknown, ...unknown[]];

/**
 * A logger for Fastify whose children, one for each request, cost next to nothing until they log: one of Pino's own takes
 * microseconds, and most requests log nothing but that they came. A child's serializers are the logger's.
 */
export class RequestLogger implements FastifyBaseLogger {
  readonly #logger: Logger;
  readonly #bindings: Bindings;

  constructor(logger: Logger, bindings: Bindings = {}) {
    this.#logger = logger;
    this.#bindings = bindings;
  }

  child(bindings: Bindings): RequestLogger {
    return new RequestLogger(this.#logger, { ...this.#bindings, ...bindings });
  }

  get level(): string {
    return this.#logger.level;
  }

  fatal(...line: Line): void {
    this.#log("fatal", line);
  }

  error(...line: Line): void {
    this.#log("error", line);
  }

  warn(...line: Line): void {
    this.#log("warn", line);
  }

  info(...line: Line): void {
    this.#log("info", line);
  }

  debug(...line: Line): void {
    this.#log("debug", line);
  }

  trace(...line: Line): void {
    this.#log("trace", line);
  }

  silent(): void {}

  #log(level: Level, line: Line): void {
    if (this.#logger.isLevelEnabled(level)) this.#logger.child(this.#bindings)[level](...(line as [string]));
  }
}
