import { pino } from "pino";
import { testUrl } from "../testing/test-app.ts";
import { createHttpServer } from "./server.ts";

interface LogLine {
  level: number;
  msg: string;
  [field: string]: unknown;
}

/** A server with one page, and the lines that it has logged. */
export async function createServerThatLogs(trustedHops = 0, publicUrl = testUrl) {
  const written: LogLine[] = [];
  const logger = pino({ level: "info" }, { write: (line: string) => void written.push(JSON.parse(line) as LogLine) });
  const server = await createHttpServer({ publicUrl, trustedHops, logger });
  server.get("/", { config: { authz: "anyone", limit: "read" } }, async () => "");
  return { server, lines: (level: "info" | "warn") => written.filter((line) => line.level === pino.levels.values[level]) };
}
