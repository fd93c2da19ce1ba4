/** Fields that say the same in each line of a process, or that only a log store needs. */
const LEFT_OUT = /^(?:ecs\.|service\.|event\.id|trace\.|http\.request\.id)/;

interface Line extends Record<string, unknown> {
  "@timestamp": string;
  "log.level": string;
  message: string;
}

/** A line of JSON as a person at a terminal reads it: time, level, message, and what else it says. */
export function readableLine(line: string): string {
  const { "@timestamp": time, "log.level": level, message, error, ...rest } = JSON.parse(line) as Line;
  const { stack_trace: stack, ...problem } = (error ?? {}) as Record<string, unknown>;
  const facts = Object.entries({ ...rest, ...problem }).filter(([name]) => !LEFT_OUT.test(name));
  const said = facts.map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`).join("");
  const trace = typeof stack === "string" ? `\n${stack}` : "";
  return `${time.slice(11, 23)} ${level.padEnd(5)} ${message}${said}${trace}\n`;
}
