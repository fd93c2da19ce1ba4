import { mutantsIn } from "./mutant.ts";

/** Bugs of the writer and of what it writes to. */
export const logMutants = mutantsIn(`
server/src/log/decide-batch.ts

every-try-is-new: a retried command is done again (C5)
- const before = results.get(commandId);
+ const before = undefined as ReturnType<CommandResults['get']>;

other-words-accepted: another body under the same command id gets the first one's answer (C5)
- before.bodyHash === hash && before.caller === caller.key
+ before.caller === caller.key

anybody-may-retry [stolen ids]: somebody else's command id gets the first one's answer (C5)
- before.bodyHash === hash && before.caller === caller.key
+ before.bodyHash === hash

answers-are-not-recorded: the effect commits without the record by which a retry is known (C5)
- const changes = { eventId: event.id, ...changed, done };
+ const changes = { eventId: event.id, ...changed, done: [] };

only-the-first-event-is-written: of a transaction on several events, only one is committed, and all are acknowledged (C6)
- changes: decided.flatMap((one) => one?.changes ?? []) };
+ changes: decided.flatMap((one) => one?.changes ?? []).slice(0, 1) };

held-is-not-there: commands on an event that another process holds are told that there is no such event
- found[place]!.isHeld ? null : decideAll
+ false ? null : decideAll

ahead-on-old-counters [decided ahead]: what is decided ahead counts seats as they were before the batch that it follows (C8)
- const left = { epoch, version, event: changed.event,
+ const left = { epoch, version, event: { ...event, log_seq: changed.event.log_seq },

ahead-on-old-seats [decided ahead]: what is decided ahead takes the seats for free that the batch before gives away (C8)
- const left = { epoch, version, event: changed.event,
+ const left = { epoch, version, event: { ...changed.event, seats_taken: event.seats_taken },

ahead-on-old-faces [decided ahead]: what is decided ahead shows faces as they were before the batch that it follows (C4)
- const left = { epoch, version, event: changed.event,
+ const left = { epoch, version, event: { ...changed.event, faces: event.faces },

server/src/log/settle-batch.ts

answers-before-commit [failed commits]: what is acknowledged may still be rolled back (C6)
- const decided = decideBatch(deps, batch, found, limit);
+ const decided = decideBatch(deps, batch, found, limit);
+ announce(deps, batch, decided.result.map((one) => one && { ...one, hint: null }));

hints-before-commit [failed commits]: readers are shown what may still be rolled back (C3)
- const decided = decideBatch(deps, batch, found, limit);
+ const decided = decideBatch(deps, batch, found, limit);
+ for (const one of decided.result) if (one?.hint) deps.hint(one.hint);

one-bad-fails-all [crowds]: a command that the database refuses takes its whole batch with it (C6)
- const halves = isOutage(error) ? null : halvesOf(batch);
+ const halves = null as ReturnType<typeof halvesOf>;

events-mix-up-their-answers: commands on one event get the answers of another's that were decided with them (C5, C6)
- for (const [index, decision] of decisions[place]?.decisions.entries() ?? [])
+ for (const [index, decision] of decisions[events.length - 1 - place]?.decisions.slice(0, requests.length).entries() ?? [])

ahead-on-old-rows [decided ahead]: what is decided ahead takes rows as they were before the batch that it follows (C4, C8)
-   left: rows,
+   left: [],

ahead-on-half-the-rows [decided ahead]: what is decided ahead knows of one table alone what the batch before leaves of it (C4, C8)
-   left: rows,
+   left: rows.filter(({ table }) => table.name === "hosts"),

ahead-answers-are-mixed-up: of what is decided ahead, each command gets the answer of another (C5, C6)
- announce(deps, batch, decisions);
-   return { held: [], outage: null };
+ announce(deps, batch, decisions.map((one) => ({ ...one, decisions: one.decisions.toReversed() })));
+   return { held: [], outage: null };

ahead-is-answered: what is decided ahead is acknowledged before it is committed (C6)
- ahead.prepare(changes);
+ ahead.prepare(changes); announce(deps, batch, result.map((one) => one && { ...one, hint: null }));

ahead-is-shown: readers are shown what is decided ahead before it is committed (C3)
- ahead.prepare(changes);
+ ahead.prepare(changes); for (const one of result) if (one?.hint) deps.hint(one.hint);

moved-is-answered: what was decided ahead on an event that has moved is acknowledged, and never written (C6)
- if (error instanceof EventMoved) progress.moved();
+ if (error instanceof EventMoved) return announce(deps, batch, decisions), { held: [], outage: null };

moved-is-refused-as-decided: who is refused ahead on an event that has moved stays refused
- if (error instanceof EventMoved) progress.moved();
+ if (error instanceof EventMoved) {
+   const { Refusal } = await import("@turnout/contract/refusals");
+   announce(deps, batch, decisions.map((one) => ({ ...one, hint: null, decisions: one.decisions.map((each) => ("refused" in each ? each : { refused: new Refusal("event_not_found") })) })));
+   return { held: [], outage: null };
+ }

unknown-ahead-is-acknowledged [failed commits]: a commit of which nobody knows, of what was decided ahead, is acknowledged (C6)
- if (isOutage(error)) return failed(deps, batch, error);
-     if (error instanceof EventMoved)
+ if (isOutage(error)) return announce(deps, batch, decisions), { held: [], outage: null };
+     if (error instanceof EventMoved)

unknown-ahead-is-refused [failed commits]: a commit of which nobody knows, of what was decided ahead, is answered as if it had not happened (C6)
- if (isOutage(error)) return failed(deps, batch, error);
-     if (error instanceof EventMoved)
+ if (isOutage(error)) return failed(deps, batch, new (await import("@turnout/contract/refusals")).Refusal("overloaded"));
+     if (error instanceof EventMoved)

ahead-is-empty: of what is decided ahead nothing is written, and all is acknowledged (C6)
- ahead.prepare(changes);
+ ahead.prepare([]);

server/src/log/change-event.ts

given-up-is-lost [failed commits]: commands that were decided ahead on what did not come about are never answered
- waiting.giveBack(batch);
+ void batch;

server/src/log/refused-by-database.ts

unknown-told-as-refused [lost answers]: a commit of which nobody knows is answered as if it had certainly not happened (C6)
- new Refusal(refusal) : error
+ new Refusal(refusal ?? "overloaded") : new Refusal("overloaded")

server/src/log/working-set.ts

refusals-leave-traces: what a refused command had changed is committed with its neighbours (C4, C8, C9)
- while (journal.length > 0) journal.pop()!();
+ journal.length = 0;

positions-from-elsewhere: positions have holes (C1)
- const seq = event.log_seq + 1;
+ const seq = event.log_seq + (event.log_seq % 7 === 6 ? 2 : 1);

head-not-written: the event's row does not know its log's head (C1)
- changed: changedColumns(locked, event),
+ changed: changedColumns(locked, event).filter((column) => column !== "log_seq"),

server/src/log/waiting-commands.ts

half-of-the-held-are-lost [crowds]: of a batch that was split and found its event locked each time, half is never answered
- const back = held.flatMap((one) => (one.eventId === eventId ? one.requests : []));
+ const back = held.find((one) => one.eventId === eventId)?.requests ?? [];

server/src/log/row-set.ts

only-the-first-rows-columns [crowds]: of the rows that a batch changed, some keep old columns (C4, C9)
- new Set(changed.flatMap(
+ new Set(changed.slice(0, 1).flatMap(

made-anew-is-never-written: what a decision made anew, a list, an object or a time, keeps its old content (C4, C9)
- return JSON.stringify(before) === JSON.stringify(after);
+ return true;

server/src/log/postgres-store.ts

no-lock [postgres]: two processes decide on the same event at once (C1, C8)
- where id = any($1::uuid[]) for no key update
+ where id = any($1::uuid[])

server/src/chat/redact-words.ts

words-stay-in-the-log [postgres]: deleted messages keep their words in the log (C4)
- reworded.length === 0
+ reworded.length >= 0

server/src/db/look-ups.ts

pages-of-two-moments [postgres]: a snapshot and its position are not of one moment (C4)
- repeatable read
+ read committed
`);
