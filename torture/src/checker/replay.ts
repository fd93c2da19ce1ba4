import type { EventCourse } from "./course.ts";
import { guestOf, type Entry } from "./entry.ts";
import { modelOf, undecided, type ReplayedAs } from "./kinds.ts";
import { judgeActor } from "./replay-actor.ts";
import { replayChat } from "./replay-chat.ts";
import { judgeContext, replayEvent } from "./replay-event.ts";
import { replayMove } from "./replay-moves.ts";
import { promotionsDue, replayPassing } from "./replay-promotions.ts";
import { emptyState, type Finding, type State, type Step } from "./state.ts";

export interface Replayed {
  findings: Finding[];
  end: State;
}

/**
 * Tells an event anew from its log, command by command, and notes wherever an entry does not follow from those before
 * it. After each the log's own word is taken over, so that one mistake is found once. `arrived` sees every position.
 */
export function replay(event: EventCourse, arrived: (state: State, find: Step["find"]) => void): Replayed {
  const findings: Finding[] = [];
  const find: Step["find"] = (rule, message, ...evidence) => void findings.push({ rule, message, evidence });
  const state = emptyState(event.log);
  arrived(state, find);
  for (const group of commandsOf(event.log)) {
    judgeActor({ state, entry: group[0]!, find }, event);
    const due = promotionsDue(group, state, find);
    for (const entry of group) {
      due.expect(entry);
      const step: Step = { state, entry, find };
      apply(step, event);
      judgeContext(step, state);
      state.seq = entry.seq;
      due.applied(entry);
      arrived(state, find);
    }
    due.end();
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

function apply(step: Step, event: EventCourse) {
  const { state, entry, find } = step;
  const { body } = entry;
  const guest = state.guests.get(guestOf(body) ?? "");
  const kind = modelOf(body.type).replay;
  switch (kind) {
    case "event":
      if (body.type === "event.created" && entry.actor.personId) state.hosts.set(entry.actor.personId, entry.actor.name);
      replayEvent(step);
      if (body.type === "event.edited") judgeCapacityCut(step, event);
      return;
    case "hostAdded":
      return void state.hosts.set(body.host!.userId, body.host!.name);
    case "hostRemoved":
      if (!state.hosts.delete(body.userId!) || state.hosts.size === 0) find("C4", `host.removed at ${entry.seq} leaves no host`, entry);
      return;
    case "shareRenewed":
      state.shareVersion += 1;
      return;
    case "claimed":
      if (guest) guest.claimed = true;
      return;
    case "revoked":
      if (guest) Object.assign(guest, { delivery: "revoked", accessVersion: guest.accessVersion + 1, claimed: false });
      return;
    case "linkMade":
      if (!guest || guest.removed) find("C4", `link.made at ${entry.seq} is about nobody on the list`, entry);
      return;
    case "delivery":
      if (guest) guest.delivery = body.delivery ?? guest.delivery;
      return;
    case "passing":
      return replayPassing(step);
    case "words":
      return replayChat(step, body.type as ReplayedAs<"words">);
    case "move":
      return replayMove(step, body.type as ReplayedAs<"move">);
    default:
      return undecided(kind);
  }
}

/** Fewer seats than are taken need a host's explicit word; nobody loses a seat by it (C8). */
function judgeCapacityCut({ state, entry, find }: Step, event: EventCourse) {
  const { seats } = state;
  const tries = event.intents.get(entry.commandId)?.tries ?? [];
  const allowed = tries.length === 0 || tries.some(({ invoked }) => invoked.input["override"] === true);
  if (seats.beyond > seats.granted && !allowed)
    find(
      "C8",
      `The capacity fell to ${seats.rules?.capacity} at ${entry.seq}, below ${seats.tally.going} taken, and no host said so`,
      entry,
    );
  seats.granted = seats.beyond;
}
