import { createHash } from "node:crypto";

/** As much of OTLP's request for logs (in JSON) as is read. */
export interface LogsRequest {
  resourceLogs?: { scopeLogs?: { logRecords?: LogRecord[] }[] }[];
}

interface LogRecord {
  timeUnixNano?: string;
  observedTimeUnixNano?: string;
  body?: { stringValue?: string };
  attributes?: { key: string; value: { stringValue?: string; intValue?: string | number } }[];
}

/** Elasticsearch refuses a whole batch for one id that is longer (bytes). */
const LONGEST_ID = 512;

/** A line on its way to the store. */
export interface Line {
  /** The same each time it is sent. */
  id: string;
  document: Record<string, unknown>;
  /** As the process wrote it. */
  original: string;
}

export const linesOf = ({ resourceLogs = [] }: LogsRequest): Line[] =>
  resourceLogs.flatMap(({ scopeLogs = [] }) => scopeLogs.flatMap(({ logRecords = [] }) => logRecords.map(lineOf)));

function lineOf(record: LogRecord): Line {
  const original = record.body?.stringValue ?? "";
  const ours = objectIn(original);
  const path = attribute(record, "log.file.path");
  if (ours && isId(ours["event.id"])) return { id: ours["event.id"], document: { ...ours, "log.file.path": path }, original };
  return otherLine(record, original, path);
}

const isId = (value: unknown): value is string => typeof value === "string" && value !== "" && Buffer.byteLength(value) <= LONGEST_ID;

/** What is not a line of the product's logger: by its place in its file it has an id all the same. */
function otherLine(record: LogRecord, original: string, path: string | undefined): Line {
  // Not by the file's name, which a rotation changes.
  const place = [attribute(record, "log.file.record_offset"), record.timeUnixNano, original];
  const id = createHash("sha256").update(JSON.stringify(place)).digest("base64url");
  const time = new Date(Number(BigInt(record.timeUnixNano || record.observedTimeUnixNano || "0") / 1_000_000n)).toISOString();
  return { id, document: { "@timestamp": time, message: original, "event.id": id, "log.file.path": path }, original };
}

function attribute({ attributes = [] }: LogRecord, name: string): string | undefined {
  const value = attributes.find(({ key }) => key === name)?.value;
  return value && String(value.stringValue ?? value.intValue);
}

function objectIn(text: string): Record<string, unknown> | null {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
