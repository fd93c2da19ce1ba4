import { facesFor, personIdOf, seesChat, tallyFor, type Viewer } from "@turnout/contract/audience";
import { changesAudience, endsAccess, entryFor } from "@turnout/contract/entry-kinds";
import { MESSAGES_KEPT } from "@turnout/contract/chat";
import { Refusal } from "@turnout/contract/refusals";
import { presentMessage } from "../../../server/src/chat/present.ts";
import type { MessageRow } from "../../../server/src/chat/tables.ts";
import { presentDetailsFor } from "../../../server/src/events/present.ts";
import { presentMe, presentTally } from "../../../server/src/guests/present.ts";
import type { GuestRow } from "../../../server/src/guests/tables.ts";
import type { Caller } from "../../../server/src/log/caller.ts";
import { createEventWriter } from "../../../server/src/log/change-event.ts";
import type { Command } from "../../../server/src/log/command.ts";
import { contextOf } from "../../../server/src/log/event-row.ts";
import { jobsFor } from "../../../server/src/notifications/jobs-for.ts";
import type { TellGuest } from "../../../server/src/notifications/job-payloads.ts";
import type { History, HistoryRecord, Reader } from "../history.ts";
import { createModelStore } from "./model-store.test-support.ts";

export const EPOCH = "00000000-0000-4000-8000-00000000e0c4";
export const EVENT = "00000000-0000-4000-8000-0000000e1e17";

/** Somebody with a browser, and what their cookies prove. */
export interface Person {
  actor: string;
  name: string;
  userId: string | null;
  guestId: string | null;
  accessVersion: number;
  shareVersion: number | null;
}

interface ModelLine {
  line: number;
  person: Person;
  viewer: Viewer;
  cursor: number;
  ended: boolean;
}

type Untimed<One> = One extends unknown ? Omit<One, "t"> : never;

/** How a try ends, whatever became of it: answered, its answer lost, or lost before it came to anything. */
export type Fate = "answered" | "answer lost" | "request lost";

/** The server's own decisions on a store in memory, behind a feed of a few lines; everything that happens is recorded. */
export function createModelServer(seed: number, now: () => Date = () => new Date("2026-05-01T12:00:00.000Z")) {
  const store = createModelStore(EVENT);
  const change = createEventWriter({ store, now, hint: () => {} });
  const records: HistoryRecord[] = [];
  const mails: History["final"]["mails"] = [];
  const lines: ModelLine[] = [];
  let ops = 0;
  let mailed = 0;

  const record = (one: Untimed<HistoryRecord>) => void records.push({ t: records.length, ...one } as HistoryRecord);
  const readerOf = ({ actor, userId, guestId }: Person): Reader => ({ actor, userId, guestId });

  function callerOf({ actor, name, userId, guestId, accessVersion, shareVersion }: Person): Caller {
    const user = userId === null ? null : { id: userId, name, email: `${name}@example.org` };
    return { key: userId ? `user:${userId}` : `visit:${actor}`, user, guestId, accessVersion, shareVersion };
  }

  async function send<Input extends { commandId: string }>(
    person: Person,
    command: Command<Input, unknown>,
    input: Input,
    fate: Fate = "answered",
  ): Promise<string> {
    const op = (ops += 1);
    record({
      kind: "invoked",
      op,
      actor: person.actor,
      eventId: EVENT,
      commandId: input.commandId,
      command: command.name,
      input: { ...input },
    });
    if (fate === "request lost") return lost(op);
    try {
      const { seq, result } = await change(EVENT, command, input, callerOf(person), { opensEvent: command.name === "createEvent" });
      mail();
      if (fate === "answer lost") return lost(op);
      record({ kind: "answered", op, outcome: "committed", seq, result: result as Record<string, unknown> });
      return "committed";
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      record({ kind: "answered", op, outcome: "refused", code: error.code });
      return error.code;
    }
  }

  function lost(op: number) {
    record({ kind: "answered", op, outcome: "unknown", code: "timeout" });
    return "unknown";
  }

  function mail() {
    const entries = store.log.slice(mailed);
    mailed = store.log.length;
    for (const { name, payload } of entries.flatMap((entry) => jobsFor(EVENT, entry))) {
      if (name !== "tellGuest") continue;
      const { kind, guestId, seq } = payload as unknown as TellGuest;
      const guest = store.table<GuestRow>("guests").get(guestId)!;
      if (guest.email === null || guest.removed_at || guest.delivery === "revoked") continue;
      mails.push({ to: guest.email, kind, messageId: `<${kind}-${guestId}-${seq}@example.org>`, subject: kind });
    }
  }

  function viewerOf({ name, userId, guestId, accessVersion, shareVersion }: Person): Viewer | null {
    const event = store.event!;
    const row = store.table<GuestRow>("guests").get(guestId ?? "");
    const mine = row && !row.removed_at && row.access_version === accessVersion ? row : null;
    if (userId !== null && store.table("hosts").has(userId)) return { class: "host", userId, guestId: mine?.id ?? null, name };
    if (event.status === "draft") return null;
    if (mine) return { class: "guest", userId, guestId: mine.id, name };
    const open = event.visibility === "public" || (event.visibility === "link" && shareVersion === event.share_version);
    return open ? { class: "public", userId: null, guestId: null, name: null } : null;
  }

  const say = (line: number, frame: { type: string } & Record<string, unknown>) =>
    record({ kind: "received", line, frame: JSON.parse(JSON.stringify({ eventId: EVENT, ...frame })) });

  function open(person: Person, after: number, epoch = EPOCH): number {
    const line = lines.length + 1;
    record({ kind: "opened", line, reader: readerOf(person), eventId: EVENT, epoch, after });
    const viewer = viewerOf(person);
    const one: ModelLine = { line, person, viewer: viewer!, cursor: after, ended: true };
    lines.push(one);
    const reason = epoch !== EPOCH ? "epoch" : after > store.log.length ? "ahead" : null;
    const changed = viewer?.class !== "host" && store.log.some(({ seq, body }) => seq > after && changesAudience("guest", body));
    if (!viewer) say(line, { type: "ended", reason: "not_found" });
    else if (reason ?? (changed && "audience")) say(line, { type: "reset", reason: reason ?? "audience" });
    else one.ended = false;
    if (one.ended) return line;
    deliver(one, store.log.length);
    if (!one.ended) say(line, { type: "caughtUp", seq: one.cursor, viewer: { class: viewer!.class, personId: personIdOf(viewer!) } });
    return line;
  }

  function deliver(one: ModelLine, upTo: number) {
    if (one.ended || upTo <= one.cursor) return;
    const { viewer, line } = one;
    const range = store.log.slice(one.cursor, upTo);
    const turn = range.find(({ body }) => endsAccess(viewer, body) || changesAudience(viewer.class, body));
    const last = turn ? turn.seq - 1 : upTo;
    const entries = range.flatMap((entry) => (entry.seq <= last ? (entryFor(viewer, entry) ?? []) : []));
    if (last > one.cursor) say(line, { type: "entries", after: one.cursor, upTo: last, entries });
    one.cursor = last;
    if (!turn) return;
    one.ended = true;
    say(line, endsAccess(viewer, turn.body) ? { type: "ended", reason: "removed" } : { type: "reset", reason: "audience" });
  }

  function pictureFor(person: Person) {
    const viewer = viewerOf(person);
    const event = store.event!;
    if (!viewer) return null;
    const guests = store.table<GuestRow>("guests");
    const mine = guests.get(viewer.guestId ?? "");
    const place =
      mine?.ticket == null ? null : [...guests.values()].filter(({ ticket }) => ticket !== null && ticket <= mine.ticket!).length;
    const said = [...store.table<MessageRow>("messages").values()].toSorted((a, b) => a.seq - b.seq).map(presentMessage);
    const messages = seesChat(viewer.class, contextOf(event)) ? said : [];
    return JSON.parse(
      JSON.stringify({
        eventId: EVENT,
        epoch: EPOCH,
        seq: store.log.length,
        viewer: { class: viewer.class, personId: personIdOf(viewer) },
        details: presentDetailsFor(viewer.class, event),
        hosts: [...store.table<{ id: string; name: string }>("hosts").values()].map(({ id, name }) => ({ userId: id, name })),
        tally: tallyFor(viewer.class, presentTally(event)),
        faces: facesFor(viewer.class, event.faces, contextOf(event)),
        me: mine ? presentMe(mine, place) : null,
        messages: messages.slice(-MESSAGES_KEPT),
        hasOlderMessages: messages.length > MESSAGES_KEPT,
      }),
    );
  }

  return {
    store,
    lines,
    send,
    open,
    head: () => store.log.length,
    load(person: Person) {
      record({ kind: "loaded", reader: readerOf(person), eventId: EVENT, picture: pictureFor(person) });
    },
    /** Brings a line, or every line, up to a position. */
    pump(upTo = store.log.length, which?: number) {
      for (const one of lines) if (which === undefined || one.line === which) deliver(one, upTo);
    },
    close(line: number) {
      lines[line - 1]!.ended = true;
      record({ kind: "closed", line, code: 4000 });
    },
    fault: (fault: string, phase: "begin" | "end") => record({ kind: "fault", fault, phase, target: "model" }),
    finish(people: Person[]): History {
      const pictures = people.map((person) => ({ reader: readerOf(person), eventId: EVENT, picture: pictureFor(person) }));
      return structuredClone({ seed, records, final: { epoch: EPOCH, healedAt: records.length, ...store.rows(), pictures, mails } });
    },
  };
}

export type ModelServer = ReturnType<typeof createModelServer>;
