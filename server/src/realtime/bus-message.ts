import type { StoredEntry } from "@turnout/contract/log";
import type { BusMessage } from "./bus.ts";

/** Bytes of entries that a hint carries to other processes; beyond that, they read the log. */
export const MAX_CARRIED = 256 * 1024;
/** Events are spread over so many channels, so that the nodes of a cluster share the work. */
export const PARTITIONS = 128;
/** The position of a hint that continues nowhere: its receiver reads the log. */
const NOWHERE = -1;

/** All channels, without the namespace. The part in braces is what a cluster spreads by. */
export const channels: string[] = [...Array.from({ length: PARTITIONS }, (_, index) => `event:{${index}}`), "sessions:{all}"];

export function channelOf(message: BusMessage): string {
  if (message.type === "sessionEnded" || message.type === "userEnded" || message.type === "notified") return "sessions:{all}";
  return `event:{${partitionOf(message.type === "hint" ? message.hint.eventId : message.eventId)}}`;
}

/** Ids are random, so a few of their digits spread events evenly. */
function partitionOf(eventId: string): number {
  return Number.parseInt(eventId.slice(-4), 16) % PARTITIONS || 0;
}

/** Sender and kind and, on a separate line, a hint's entries, which many receivers do not need to parse. */
export function writeMessage(from: string, message: BusMessage): string {
  if (message.type !== "hint") return `${from}\n${JSON.stringify(message)}\n`;
  const { entries, ...range } = message.hint;
  const written = JSON.stringify(entries);
  const isCarried = written.length <= MAX_CARRIED;
  const head = JSON.stringify({ type: "hint", hint: isCarried ? range : { ...range, after: NOWHERE } });
  return `${from}\n${head}\n${isCarried ? written : ""}`;
}

export const senderOf = (text: string): string => text.slice(0, text.indexOf("\n"));

/** Null: unknown to this version. Entries are parsed when they are used. */
export function readMessage(text: string): BusMessage | null {
  const [headAt, bodyAt] = [text.indexOf("\n") + 1, text.indexOf("\n", text.indexOf("\n") + 1) + 1];
  if (headAt === 0 || bodyAt === 0) return null;
  const message = parse(text.slice(headAt, bodyAt - 1));
  if (!message || !known.has(message.type)) return null;
  if (message.type !== "hint") return message;
  let entries: StoredEntry[] | undefined;
  const hint = {
    ...message.hint,
    get entries() {
      return (entries ??= bodyAt < text.length ? (JSON.parse(text.slice(bodyAt)) as StoredEntry[]) : []);
    },
  };
  return { type: "hint", hint };
}

const known = new Set<BusMessage["type"]>(["hint", "sessionEnded", "userEnded", "notified", "presence", "typing"]);

function parse(text: string): BusMessage | null {
  try {
    return JSON.parse(text) as BusMessage;
  } catch {
    return null;
  }
}
