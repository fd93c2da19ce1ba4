import { mutantsIn } from "./mutant.ts";

/** Bugs of the writer and of what it writes to. */
export const logMutants = mutantsIn(`
server/src/log/change-event.ts

every-try-is-new: a retried command is done again (C5)
- const before = results.get(commandId);
+ const before = undefined as ReturnType<CommandResults['get']>;

other-words-accepted: another body under the same command id gets the first one's answer (C5)
- before.bodyHash === hash && before.caller === caller.key
+ before.caller === caller.key

anybody-may-retry [stolen ids]: somebody else's command id gets the first one's answer (C5)
- before.bodyHash === hash && before.caller === caller.key
+ before.bodyHash === hash

answers-before-commit [failed commits]: what is acknowledged may still be rolled back (C6)
- const decisions = requests.map((request) => decide(deps, set, results, request));
+ const decisions = requests.map((request) => decide(deps, set, results, request));
+ requests.forEach((request, at) => answer(deps, request, decisions[at]!));

hints-before-commit [failed commits]: readers are shown what may still be rolled back (C3)
- return { decisions, hint, changes };
+ if (hint) deps.hint(hint); return { decisions, hint, changes };

answers-are-not-recorded: the effect commits without the record by which a retry is known (C5)
- done: results.added() };
+ done: [] };

one-bad-fails-all [crowds]: a command that the database refuses takes its whole batch with it (C6)
- const halves = isOutage(error) ? null : halvesOf(batch);
+ const halves = null as ReturnType<typeof halvesOf>;

only-the-first-event-is-written: of a transaction on several events, only one is committed, and all are acknowledged (C6)
- changes: decided.flatMap((one) => one?.changes ?? []) };
+ changes: decided.flatMap((one) => one?.changes ?? []).slice(0, 1) };

events-mix-up-their-answers: commands on one event get the answers of another's that were decided with them (C5, C6)
- for (const [index, decision] of decided[place]?.decisions.entries() ?? [])
+ for (const [index, decision] of decided[batch.events.length - 1 - place]?.decisions.slice(0, requests.length).entries() ?? [])

held-is-not-there: commands on an event that another process holds are told that there is no such event
- found[place]!.isHeld ? null : decideAll
+ false ? null : decideAll

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

server/src/log/row-set.ts

only-the-first-rows-columns [crowds]: of the rows that a batch changed, some keep old columns (C4, C9)
- new Set(changed.flatMap(
+ new Set(changed.slice(0, 1).flatMap(

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
