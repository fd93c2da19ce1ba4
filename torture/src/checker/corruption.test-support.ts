import { expect, test } from "vitest";
import type { Answered, History, Invoked, Loaded, Opened, Received, Row } from "../history.ts";
import type { Body, Card, Entry, Message } from "./entry.ts";
import { judge } from "./judge.ts";
import { aLivelyRound } from "./lively-round.test-support.ts";
import { tell } from "./tell.ts";
import type { Rule } from "./verdict.ts";

const round = await aLivelyRound();

/** A frame of entries, as these tests take it apart. */
export interface EntriesFrame {
  type: "entries";
  eventId: string;
  after: number;
  upTo: number;
  entries: Pick<Entry, "seq" | "commandId" | "at" | "actor" | "body">[];
}

type Anything = Record<string, unknown>;

/** A history to be spoilt, with ways to find things in it. */
export interface Spoilt {
  history: History;
  /** The nth entry of a kind. */
  entry(type: string, nth?: number): { seq: number; row: Row; body: Body; guest: Card; message: Message };
  rows(table: "guests" | "messages" | "commandResults" | "hosts"): Row[];
  event: Row;
  frames(line: number): { record: Received; frame: EntriesFrame }[];
  /** The first record of a line with such a frame. */
  received(line: number, type: string): Received;
  opened(line: number): Opened;
  linesOf(actor: string): number[];
  /** Tries of a command, in order. */
  tries(command: string, actor?: string): { invoked: Invoked; answered: Answered }[];
  pictures(actor: string): (Anything & { seq: number })[];
  insertAfter(record: unknown, ...added: unknown[]): void;
  drop(record: unknown): void;
}

function spoil(history: History): Spoilt {
  const { records, final } = history;
  const of = <Kind extends { kind: string }>(kind: Kind["kind"]) => records.filter((record) => record.kind === kind) as unknown as Kind[];
  const received = (line: number) => of<Received>("received").filter((record) => record.line === line);
  return {
    history,
    entry(type, nth = 0) {
      const row = final.log.filter((one) => (one["body"] as Body).type === type)[nth]!;
      const body = row["body"] as Body;
      return { seq: row["seq"] as number, row, body, guest: body.guest!, message: body.message as Message };
    },
    rows: (table) => final[table],
    event: final.events[0]!,
    frames: (line) =>
      received(line)
        .filter(({ frame }) => frame.type === "entries")
        .map((record) => ({ record, frame: record.frame as unknown as EntriesFrame })),
    received: (line, type) => received(line).find(({ frame }) => frame.type === type)!,
    opened: (line) => of<Opened>("opened").find((record) => record.line === line)!,
    linesOf: (actor) =>
      of<Opened>("opened")
        .filter(({ reader }) => reader.actor === actor)
        .map(({ line }) => line),
    tries: (command, actor) =>
      of<Invoked>("invoked")
        .filter((one) => one.command === command && (actor === undefined || one.actor === actor))
        .map((invoked) => ({ invoked, answered: of<Answered>("answered").find(({ op }) => op === invoked.op)! })),
    pictures: (actor) =>
      of<Loaded>("loaded")
        .filter(({ reader }) => reader.actor === actor)
        .flatMap(({ picture }) => picture ?? []),
    insertAfter(record, ...added) {
      records.splice(records.indexOf(record as never) + 1, 0, ...(structuredClone(added) as never[]));
      for (const [at, one] of records.entries()) one.t = at;
    },
    drop: (record) => void records.splice(records.indexOf(record as never), 1),
  };
}

/**
 * A lie in an otherwise true history has to be found by its rule, and by those named beside it: with the rule switched
 * off they alone find it, so that a lie without company would go unnoticed and the rule is not there in vain.
 */
export function caught(rule: Rule, lie: string, corrupt: (spoilt: Spoilt) => void, company: Rule[] = []): void {
  test(`[${rule}] ${lie}`, () => {
    const history = structuredClone(round);
    corrupt(spoil(history));
    const rulesFound = (off: Rule[]) => [...new Set(judge(history, off).violations.map((violation) => violation.rule))].toSorted();
    expect(rulesFound([]), tell(judge(history))).toEqual([rule, ...company].toSorted());
    expect(rulesFound([rule])).toEqual(company.toSorted());
  });
}
