import type { Row } from "../history.ts";
import { difference } from "./difference.ts";
import { instant } from "./entry.ts";
import type { RowsModel } from "./kind-model.ts";
import { slices } from "./kinds.ts";
import type { State, Step } from "./state.ts";
import type { EventTimeline } from "./timeline.ts";
import type { Rule } from "./verdict.ts";

/** Columns of any row by which it is found. */
const FOUND_BY = ["id", "event_id"];
/** Those of the event's row that the log's own rules judge, or that no entry says. */
const ELSEWHERE = ["log_seq", "created_at", "wall_clock", "calendar_changed_at"];

const columnsOf = (model: (typeof slices)[number]) => Object.entries(model.columns) as [Rule, Record<string, (state: State) => unknown>][];
const JUDGED = slices.flatMap(columnsOf).flatMap(([, columns]) => Object.keys(columns));

function judgeColumns(row: Row, judged: string[], rule: Rule, find: Step["find"]) {
  const unjudged = Object.keys(row).find((column) => !judged.includes(column) && !FOUND_BY.includes(column));
  if (unjudged) find(rule, `The checker does not judge the column ${unjudged} of this row`, row);
}

/** The rows at the end are what the whole log tells: counters and guests (C9), everything else (C4). */
export function judgeTables(event: EventTimeline, state: State, find: Step["find"]): void {
  const { row } = event;
  if (!row || !state.details) return;
  judgeColumns(row, [...JUDGED, ...ELSEWHERE], "C4", find);
  for (const model of slices) {
    for (const [rule, columns] of columnsOf(model)) {
      const expected = Object.fromEntries(Object.entries(columns).map(([column, value]) => [column, value(state)]));
      const wrong = difference(expected, read(row, expected));
      if (wrong) find(rule, `The event's row is not what the log tells: ${wrong}`, row);
    }
    for (const rows of model.rows) judgeRows(rows, event[rows.table], state, find);
  }
}

function judgeRows({ rule, expected, besides, unsaid = [] }: RowsModel, rows: Row[], state: State, find: Step["find"]) {
  const known = new Map(expected(state));
  const ids = new Set(rows.map((row) => row["id"] as string));
  for (const [id, one] of known) if (!ids.has(id)) find(rule, `${id} is in the log and in no table`, one);
  for (const row of rows) {
    const id = row["id"] as string;
    const columns = known.get(id);
    if (columns) judgeColumns(row, [...Object.keys(columns), ...unsaid], rule, find);
    const wrong = columns ? difference(columns, read({ ...row, ...besides?.(row) }, columns)) : "not in the log";
    if (wrong) find(rule, `The row of ${id} is not what the log tells: ${wrong}`, row);
  }
}

/** Some columns of a row, as entries write their values. */
function read(row: Row, columns: Record<string, unknown>): Row {
  return Object.fromEntries(Object.keys(columns).map((column) => [column, /(^|_)at$/.test(column) ? instant(row[column]) : row[column]]));
}
