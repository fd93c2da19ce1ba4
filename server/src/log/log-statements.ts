import { aboutOf } from "@turnout/contract/entry-kinds";
import { textArray, uuidArray } from "../db/statements.ts";
import type { Prepared } from "./row-statements.ts";
import type { Changes } from "./store.ts";

/** Inserts all new entries into their events' logs. */
export function appended(changes: Changes[]): Prepared | null {
  const entries = changes.flatMap((change) => change.entries.map((entry) => ({ eventId: change.eventId, entry })));
  if (entries.length === 0) return null;
  return {
    name: "append entries",
    text: `insert into event_log (event_id, seq, command_id, at, about, actor, context, body)
      select event_id, seq::bigint, command_id, at::timestamptz, about, actor::json, context::json, body::json
      from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[])
        as entry (event_id, seq, command_id, at, about, actor, context, body)`,
    values: [
      uuidArray(entries.map(({ eventId }) => eventId)),
      textArray(entries.map(({ entry }) => String(entry.seq))),
      uuidArray(entries.map(({ entry }) => entry.commandId)),
      textArray(entries.map(({ entry }) => entry.at)),
      uuidArray(entries.map(({ entry }) => aboutOf(entry.body))),
      textArray(entries.map(({ entry }) => JSON.stringify(entry.actor))),
      textArray(entries.map(({ entry }) => JSON.stringify(entry.context))),
      textArray(entries.map(({ entry }) => JSON.stringify(entry.body))),
    ],
  };
}

/** Inserts the result of each command. */
export function recorded(changes: Changes[]): Prepared {
  const records = changes.flatMap((change) => change.done.map((record) => ({ eventId: change.eventId, record })));
  return {
    name: "record results",
    text: `insert into command_results (event_id, command_id, caller, body_hash, seq, result)
      select event_id, command_id, caller, body_hash, seq::bigint, result::json
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])
        as done (event_id, command_id, caller, body_hash, seq, result)`,
    values: [
      uuidArray(records.map(({ eventId }) => eventId)),
      uuidArray(records.map(({ record }) => record.commandId)),
      textArray(records.map(({ record }) => record.caller)),
      textArray(records.map(({ record }) => record.bodyHash)),
      textArray(records.map(({ record }) => String(record.seq))),
      textArray(records.map(({ record }) => JSON.stringify(record.result))),
    ],
  };
}
