import type { EventTimeline } from "./timeline.ts";
import type { Entry } from "./entry.ts";
import { difference } from "./difference.ts";
import { modelOf, rewordingsOf } from "./kinds.ts";
import { judgeActor } from "./replay-actor.ts";
import { orderDue } from "./order-due.ts";
import { promotionsDue } from "./promotions-due.ts";
import { emptyState, type State, type Step } from "./state.ts";
import type { Violation } from "./verdict.ts";

/**
 * Tells an event anew from its log, command by command, and notes wherever an entry does not follow from those before
 * it. After each the log's own word is taken over, so that one mistake is found once. `arrived` sees every position.
 */
export function replay(event: EventTimeline, arrived: (state: State, find: Step["find"]) => void) {
  const findings: Violation[] = [];
  const find: Step["find"] = (rule, message, ...evidence) => void findings.push({ rule, message, evidence });
  const state = emptyState(rewordingsOf(event.log));
  arrived(state, find);
  for (const group of commandsOf(event.log)) {
    judgeActor({ state, entry: group[0]!, find }, event);
    const due = promotionsDue(group, state, find);
    const order = orderDue(group, state, find, event);
    for (const entry of group) {
      due.expect(entry);
      const step: Step = { state, entry, find };
      judgeKindOfActor(step);
      modelOf(entry.body.type).replay(step, event);
      judgeContext(step);
      state.seq = entry.seq;
      due.applied(entry);
      arrived(state, find);
    }
    due.end();
    order.end();
  }
  return { findings, end: state };
}

function* commandsOf(log: Entry[]): Generator<Entry[]> {
  let group: Entry[] = [];
  for (const entry of log) {
    if (group.length > 0 && group[0]!.commandId !== entry.commandId) {
      yield group;
      group = [];
    }
    group.push(entry);
  }
  if (group.length > 0) yield group;
}

/** Some kinds are for hosts alone, or for the system. */
function judgeKindOfActor({ entry, find }: Step) {
  const { type } = entry.body;
  if (!modelOf(type).doneBy.includes(entry.actor.kind)) find("C7", `${type} at ${entry.seq} is not for a ${entry.actor.kind} to do`, entry);
}

/** The context that an entry keeps is the event's own after it. */
function judgeContext({ entry, state, find }: Step) {
  if (!state.details) return;
  const { guestListFor, chat, status } = state.details;
  const wrong = difference({ guestListFor, chat, status }, entry.context, "context");
  if (wrong) find("C7", `${entry.body.type} at ${entry.seq} would be shown by the wrong rules: ${wrong}`, entry);
}
