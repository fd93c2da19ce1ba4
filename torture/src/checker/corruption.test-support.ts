import { expect, test } from "vitest";
import type { Answered, History, Invoked, Loaded, Opened, Received, Row } from "../history.ts";
import type { Message } from "./chat-model.ts";
import type { Body, Card, EntriesFrame } from "./entry.ts";
import { judge } from "./judge.ts";
import { idOf } from "../simulation/person.ts";
import { aLivelyRound } from "./lively-round.test-support.ts";
import { verdictText } from "./verdict-text.ts";
import type { Rule } from "./verdict.ts";

const round = await aLivelyRound();

type Anything = Record<string, unknown>;
type Table = "guests" | "messages" | "commandResults" | "hosts";

/** A history to be corrupted, with ways to find things in it. */
export interface Corrupted {
  history: History;
  /** The nth entry of a kind. */
  entry(type: string, nth?: number): { seq: number; row: Row; body: Body; guest: Card; message: Message };
  rows(table: Table): Row[];
  /** A row by its own id, or that of its command. */
  row(table: Table, id: unknown): Row;
  forget(table: Table, id: unknown): void;
  event: Row;
  frames(line: number): { record: Received; frame: EntriesFrame }[];
  /** The nth delivered entry of a kind on a line, with the frame around it. */
  delivered(line: number, type: string, nth?: number): { frame: EntriesFrame; entry: EntriesFrame["entries"][number] };
  /** The first record of a line with such a frame. */
  received(line: number, type: string): Received;
  /** A frame that tells a guest that they have caught up. */
  caughtUp(guest: number, seq: number): Received["frame"];
  opened(line: number): Opened;
  linesOf(actor: string): number[];
  /** Tries of a command, in order. */
  tries(command: string, actor?: string): { invoked: Invoked; answered: Answered }[];
  /** Sends the first try of a command once more, with something else in what is asked or answered. */
  sendAgain(command: string, actor: string, asked: Partial<Invoked>, answered?: Partial<Answered>): void;
  snapshots(actor: string): (Anything & { seq: number })[];
  insertAfter(record: unknown, ...added: unknown[]): void;
  drop(record: unknown): void;
}

function corruptible(history: History): Corrupted {
  const { records, final } = history;
  const of = <Kind extends { kind: string }>(kind: Kind["kind"]) => records.filter((record) => record.kind === kind) as unknown as Kind[];
  const received = (line: number) => of<Received>("received").filter((record) => record.line === line);
  const frames = (line: number) =>
    received(line)
      .filter(({ frame }) => frame.type === "entries")
      .map((record) => ({ record, frame: record.frame as unknown as EntriesFrame }));
  const row = (table: Table, id: unknown) => final[table].find((one) => one["id"] === id || one["command_id"] === id)!;
  const tries: Corrupted["tries"] = (command, actor) =>
    of<Invoked>("invoked")
      .filter((one) => one.command === command && (actor === undefined || one.actor === actor))
      .map((invoked) => ({ invoked, answered: of<Answered>("answered").find(({ op }) => op === invoked.op)! }));
  const insertAfter: Corrupted["insertAfter"] = (record, ...added) => {
    records.splice(records.indexOf(record as never) + 1, 0, ...(structuredClone(added) as never[]));
    for (const [at, one] of records.entries()) one.t = at;
  };
  return {
    history,
    entry(type, nth = 0) {
      const row = final.log.filter((one) => (one["body"] as Body).type === type)[nth]!;
      const body = row["body"] as Body;
      return { seq: row["seq"] as number, row, body, guest: body.guest!, message: body.message as Message };
    },
    rows: (table) => final[table],
    row,
    forget: (table, id) => void final[table].splice(final[table].indexOf(row(table, id)), 1),
    event: final.events[0]!,
    frames,
    delivered(line, type, nth = 0) {
      const all = frames(line).flatMap(({ frame }) => frame.entries.map((entry) => ({ frame, entry })));
      return all.filter(({ entry }) => entry.body.type === type)[nth]!;
    },
    received: (line, type) => received(line).find(({ frame }) => frame.type === type)!,
    caughtUp: (guest, seq) => ({
      type: "caughtUp",
      eventId: final.events[0]!["id"],
      seq,
      viewer: { class: "guest", personId: idOf("b", guest) },
    }),
    opened: (line) => of<Opened>("opened").find((record) => record.line === line)!,
    linesOf: (actor) =>
      of<Opened>("opened")
        .filter(({ reader }) => reader.actor === actor)
        .map(({ line }) => line),
    tries,
    sendAgain(command, actor, asked, told) {
      const { invoked, answered } = tries(command, actor)[0]!;
      insertAfter(answered, { ...invoked, op: 901, ...asked }, { ...answered, op: 901, ...told });
    },
    snapshots: (actor) =>
      of<Loaded>("loaded")
        .filter(({ reader }) => reader.actor === actor)
        .flatMap(({ snapshot }) => snapshot ?? []),
    insertAfter,
    drop: (record) => void records.splice(records.indexOf(record as never), 1),
  };
}

/**
 * A mutation of a correct history has to be found by its rule, and by those named after it: with the rule switched off those
 * alone find it, so that a mutation without others would go unnoticed, and the rule is not there in vain.
 */
export function caught(rules: Rule | [Rule, ...Rule[]], mutation: string, corrupt: (corrupted: Corrupted) => void): void {
  const [rule, ...others] = typeof rules === "string" ? ([rules] as const) : rules;
  test(`[${rule}] ${mutation}`, () => {
    const history = structuredClone(round);
    corrupt(corruptible(history));
    const rulesFound = (off: Rule[]) => [...new Set(judge(history, off).violations.map((violation) => violation.rule))].toSorted();
    expect(rulesFound([]), verdictText(judge(history))).toEqual([rule, ...others].toSorted());
    expect(rulesFound([rule])).toEqual(others.toSorted());
  });
}
