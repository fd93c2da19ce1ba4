import type { Answered, Fault, History, Invoked, Loaded, Opened, Received, Row } from "../history.ts";
import { readEntry, type Entry } from "./entry.ts";

/** One try of a command; `from` and `to` are positions in the order of what happened. */
export interface Try {
  invoked: Invoked;
  answered: Answered | null;
  from: number;
  to: number;
}

/** All tries that share a command id at one event, and what the log holds of it. */
export interface Intent {
  commandId: string;
  tries: Try[];
  entries: Entry[];
}

/** One following of one event over one socket. */
export interface Line {
  opened: Opened;
  from: number;
  frames: { received: Received; at: number }[];
  /** The socket was closed, or followed the event anew. */
  over: boolean;
}

export interface SnapshotTaken {
  loaded: Pick<Loaded, "reader" | "eventId" | "snapshot">;
  /** Position in the order of what happened; null for the snapshots at the end. */
  at: number | null;
}

/** Everything about one event. */
export interface EventTimeline {
  id: string;
  row: Row | null;
  /** As it was read, in the order of `seq`. */
  log: Entry[];
  intents: Map<string, Intent>;
  results: Map<string, Row[]>;
  guests: Row[];
  hosts: Row[];
  messages: Row[];
  lines: Line[];
  snapshots: SnapshotTaken[];
}

/** A history sorted by event and intent: what the rules read. */
export interface Timeline {
  history: History;
  /** The records in the order in which they happened. */
  records: History["records"];
  events: Map<string, EventTimeline>;
  faults: Fault[];
}

export function readTimeline(history: History): Timeline {
  const records = inOrder(history.records);
  const timeline: Timeline = { history, records, events: new Map(), faults: [] };
  readFinal(timeline);
  readRecords(timeline);
  for (const { reader, eventId, snapshot } of history.final.snapshots)
    eventOf(timeline, eventId).snapshots.push({ loaded: { reader, eventId, snapshot: snapshot as Loaded["snapshot"] }, at: null });
  return timeline;
}

function inOrder(records: History["records"]): History["records"] {
  const sorted = records.every((record, at) => at === 0 || records[at - 1]!.t <= record.t);
  return sorted ? records : records.toSorted((a, b) => a.t - b.t);
}

const eventOf = ({ events }: Timeline, id: string): EventTimeline =>
  events.getOrInsertComputed(id, () => {
    const lists = { log: [], guests: [], hosts: [], messages: [], lines: [], snapshots: [] };
    return { id, row: null, intents: new Map(), results: new Map(), ...lists };
  });

function readFinal(timeline: Timeline) {
  const { final } = timeline.history;
  for (const row of final.events) eventOf(timeline, row["id"] as string).row = row;
  for (const row of final.log) {
    const entry = readEntry(row);
    eventOf(timeline, entry.eventId).log.push(entry);
  }
  for (const event of timeline.events.values()) {
    event.log.sort((a, b) => a.seq - b.seq);
    for (const entry of event.log) intentOf(event, entry.commandId).entries.push(entry);
  }
  for (const table of ["guests", "hosts", "messages"] as const)
    for (const row of final[table]) eventOf(timeline, row["event_id"] as string)[table].push(row);
  for (const row of final.commandResults) {
    const { results } = eventOf(timeline, row["event_id"] as string);
    results.getOrInsert(row["command_id"] as string, []).push(row);
  }
}

const intentOf = ({ intents }: EventTimeline, commandId: string): Intent =>
  intents.getOrInsertComputed(commandId, () => ({ commandId, tries: [], entries: [] }));

function readRecords(timeline: Timeline) {
  const ops = new Map<number, Try>();
  const lines = new Map<number, Map<string, Line>>();
  for (const [at, record] of timeline.records.entries()) {
    switch (record.kind) {
      case "invoked": {
        const attempt: Try = { invoked: record, answered: null, from: at, to: Infinity };
        ops.set(record.op, attempt);
        intentOf(eventOf(timeline, record.eventId), record.commandId).tries.push(attempt);
        break;
      }
      case "answered": {
        const attempt = ops.get(record.op);
        if (!attempt) throw new Error(`The history is broken: op ${record.op} was answered and never invoked.`);
        attempt.answered = record;
        attempt.to = at;
        break;
      }
      case "opened": {
        const line: Line = { opened: record, from: at, frames: [], over: false };
        const ofSocket = lines.getOrInsertComputed(record.line, () => new Map());
        const before = ofSocket.get(record.eventId);
        if (before) before.over = true;
        ofSocket.set(record.eventId, line);
        eventOf(timeline, record.eventId).lines.push(line);
        break;
      }
      case "received":
        lines
          .get(record.line)
          ?.get(record.frame["eventId"] as string)
          ?.frames.push({ received: record, at });
        break;
      case "closed":
        for (const line of lines.get(record.line)?.values() ?? []) line.over = true;
        break;
      case "loaded":
        eventOf(timeline, record.eventId).snapshots.push({ loaded: record, at });
        break;
      case "fault":
        timeline.faults.push(record);
        break;
      default:
        throw new Error(`The history is broken: ${JSON.stringify(record)}`);
    }
  }
}

/** How the first committed try of an intent was acknowledged. */
export function acknowledgedBy(intent: Intent): Try | null {
  let first: Try | null = null;
  for (const attempt of intent.tries) if (attempt.answered?.outcome === "committed" && (!first || attempt.to < first.to)) first = attempt;
  return first;
}
