import type { QuestionTallies } from "@turnout/contract/question-tallies";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";

type CountRow = Columns<"events", "log_seq"> &
  Computed<"question" | "answer", "text" | null> &
  Computed<"going" | "maybe", "integer" | null> &
  Computed<"goingSum" | "maybeSum", "bigint" | null>;

/**
 * How often each answer was given, by people who come or might; for hosts. Counted when it is asked for, and not with each answer: hosts
 * look now and then, and guests answer by the thousand. One statement, so it is the state at its position.
 */
export async function questionTallies(db: Kysely<Database>, eventId: string): Promise<QuestionTallies | null> {
  const { rows } = await sql<CountRow>`
    select log_seq, counted.* from events left join lateral (
      select given.key as question,
        case
          when jsonb_typeof(one.value) = 'boolean' then one.value::text
          when given.key = any(choices.ids) then one.value #>> '{}'
          else 'answered'
        end as answer,
        count(*) filter (where standing = 'going')::int as going,
        count(*) filter (where standing = 'maybe')::int as maybe,
        (sum(case when jsonb_typeof(one.value) = 'number' then one.value::int end) filter (where standing = 'going'))::bigint as "goingSum",
        (sum(case when jsonb_typeof(one.value) = 'number' then one.value::int end) filter (where standing = 'maybe'))::bigint as "maybeSum"
      from guests
        cross join (
          select coalesce(array_agg(asked ->> 'id'), '{}') as ids
          from jsonb_array_elements(events.questions) as asked where asked ->> 'kind' in ('oneOf', 'someOf')) as choices
        cross join lateral jsonb_each(question_answers) as given
        cross join lateral jsonb_array_elements(given.value) as person
        cross join lateral jsonb_array_elements(
          case jsonb_typeof(person.value) when 'array' then person.value else jsonb_build_array(person.value) end) as one
      where guests.event_id = events.id and removed_at is null and standing in ('going', 'maybe')
        and question_answers <> '{}' and one.value <> 'null'
      group by 1, 2) as counted on true
    where events.id = ${eventId}
    order by question, answer`.execute(db);
  const [first] = rows;
  return first ? { seq: first.log_seq, counts: rows.flatMap(countsOf) } : null;
}

function countsOf({ question, answer, going, maybe, goingSum, maybeSum }: CountRow): QuestionTallies["counts"] {
  if (question === null || answer === null) return [];
  const count = { question, answer, going: going ?? 0, maybe: maybe ?? 0 };
  if (goingSum === null && maybeSum === null) return [count];
  return [count, { question, answer: "sum", going: goingSum ?? 0, maybe: maybeSum ?? 0 }];
}
