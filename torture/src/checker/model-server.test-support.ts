import { personIdOf, type Viewer } from "@turnout/contract/audience";
import { changesAudience, endsAccess, entryFor } from "@turnout/contract/entry-kinds";
import { Refusal } from "@turnout/contract/refusals";
import { createEventWriter } from "../../../server/src/log/change-event.ts";
import type { Command } from "../../../server/src/log/command.ts";
import type { History } from "../history.ts";
import { createRecorder } from "../recorder.ts";
import { createMemoryDatabase, type Grant } from "../simulation/memory-database.ts";
import { readerOf, type Person } from "../simulation/person.ts";
import { createProcessLifetime } from "../simulation/process-lifetime.ts";
import { createProcessStore } from "../simulation/process-store.ts";
import { readAccess } from "../simulation/read-access.ts";
import { readSnapshot } from "../simulation/read-snapshot.ts";
import { createVirtualTime } from "../simulation/virtual-time.ts";
import { calmNetwork } from "../simulation/network-conditions.ts";

export const EPOCH = "00000000-0000-4000-8000-00000000e0c4";
export const EVENT = "00000000-0000-4000-8000-0000000e1e17";

interface ModelLine {
  line: number;
  viewer: Viewer;
  cursor: number;
  ended: boolean;
}

/** How a try ends, whatever became of it: answered, its answer lost, or lost before it came to anything. */
export type Fate = "answered" | "answer lost" | "request lost";

/** The server's own decisions on a database in memory, behind a feed of a few lines; everything that happens is recorded. */
export function createModelServer() {
  const database = createMemoryDatabase(EPOCH);
  const event = database.event(EVENT);
  const store = createProcessStore({ database, lifetime: createProcessLifetime(createVirtualTime()), conditions: calmNetwork });
  const change = createEventWriter({ store, now: () => new Date("2026-05-01T12:00:00.000Z"), hint: () => {} });
  let moment = 0;
  const { records, add, nextOp } = createRecorder(() => moment++);
  const lines: ModelLine[] = [];
  const log = () => event.readLog({ after: 0 }).entries;
  const head = () => event.row?.log_seq ?? 0;
  const accessOf = ({ identity }: Person) => readAccess(database, EVENT, identity);

  async function send<Input extends { commandId: string }>(
    person: Person,
    command: Command<Input, unknown>,
    input: Input,
    fate: Fate = "answered",
  ): Promise<void> {
    const op = nextOp();
    const { commandId } = input;
    add({ kind: "invoked", op, actor: person.name, eventId: EVENT, commandId, command: command.name, input: { ...input } });
    const lost = () => void add({ kind: "answered", op, outcome: "unknown", code: "timeout" });
    if (fate === "request lost") return lost();
    try {
      const { seq, result } = await change(EVENT, command, input, accessOf(person).caller, { opensEvent: command.name === "createEvent" });
      if (fate === "answer lost") return lost();
      add({ kind: "answered", op, outcome: "committed", seq, result: result as Record<string, unknown> });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      add({ kind: "answered", op, outcome: "refused", code: error.code });
    }
  }

  const say = (line: number, frame: { type: string } & Record<string, unknown>) =>
    add({ kind: "received", line, frame: JSON.parse(JSON.stringify({ eventId: EVENT, ...frame })) });

  function open(person: Person, after = head(), epoch = EPOCH): void {
    const line = lines.length + 1;
    add({ kind: "opened", line, reader: readerOf(person), eventId: EVENT, epoch, after });
    const { viewer } = accessOf(person);
    const one: ModelLine = { line, viewer: viewer!, cursor: after, ended: true };
    lines.push(one);
    const reason = epoch !== EPOCH ? "epoch" : after > head() ? "ahead" : null;
    const changed = viewer !== null && log().some(({ seq, body }) => seq > after && changesAudience(viewer, body));
    if (!viewer) return void say(line, { type: "ended", reason: "not_found" });
    if (reason ?? (changed && "audience")) return void say(line, { type: "reset", reason: reason ?? "audience" });
    one.ended = false;
    deliver(one, head());
    if (!one.ended) say(line, { type: "caughtUp", seq: one.cursor, viewer: { class: viewer.class, personId: personIdOf(viewer) } });
  }

  function deliver(one: ModelLine, upTo: number) {
    if (one.ended || upTo <= one.cursor) return;
    const { viewer, line } = one;
    const range = log().slice(one.cursor, upTo);
    const turn = range.find(({ body }) => endsAccess(viewer, body) || changesAudience(viewer, body));
    const last = turn ? turn.seq - 1 : upTo;
    const entries = range.flatMap((entry) => (entry.seq <= last ? (entryFor(viewer, entry) ?? []) : []));
    if (last > one.cursor) say(line, { type: "entries", after: one.cursor, upTo: last, entries });
    one.cursor = last;
    if (!turn) return;
    one.ended = true;
    say(line, endsAccess(viewer, turn.body) ? { type: "ended", reason: "removed" } : { type: "reset", reason: "audience" });
  }

  function snapshotFor(person: Person) {
    const { viewer } = accessOf(person);
    return { reader: readerOf(person), eventId: EVENT, snapshot: viewer && readSnapshot(database, EVENT, viewer) };
  }

  return {
    send,
    open,
    log,
    head,
    grant: (person: Person, grant: Grant) => database.grant(person.identity.visitId!, EVENT, grant),
    load: (person: Person) => void add({ kind: "loaded", ...snapshotFor(person) }),
    /** Brings every line up to a position. */
    pump: (upTo = head()) => lines.forEach((one) => deliver(one, upTo)),
    close(line: number) {
      lines[line - 1]!.ended = true;
      add({ kind: "closed", line, code: 4000 });
    },
    fault: (fault: string, phase: "begin" | "end") => void add({ kind: "fault", fault, phase, target: "model" }),
    finish: (people: Person[]): History =>
      structuredClone({
        seed: 1,
        records,
        final: { epoch: EPOCH, healedAt: moment, ...event.rows(), snapshots: people.map(snapshotFor) },
      }),
  };
}
