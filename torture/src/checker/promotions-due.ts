import type { Entry } from "./entry.ts";
import { modelOf } from "./kinds.ts";
import type { State, Step } from "./state.ts";

/**
 * Follows one command and holds it to the line's rule: whoever is due, in that order, each once, within the command
 * that freed the seats, and nobody eligible left waiting at its end (C10).
 */
export function promotionsDue(group: Entry[], state: State, find: Step["find"]) {
  let frees = false;
  let queue: { type: string; guestId: string }[] = [];

  function refill() {
    const next = frees && queue.length === 0 ? state.seats.next(group[0]!.at) : null;
    if (!next) return;
    queue = next.passed.map((guestId) => ({ type: "guest.passedOver", guestId }));
    queue.push({ type: "guest.promoted", guestId: next.guestId });
  }

  return {
    expect(entry: Entry) {
      const { type } = entry.body;
      if (modelOf(type).seats !== "given") return;
      const due = queue.shift();
      const guestId = type === "guest.promoted" ? entry.body.guest?.guestId : entry.body.guestId;
      if (due?.type === type && due.guestId === guestId) return;
      find("C10", `${type} of ${guestId} at ${entry.seq}; due was ${due ? `${due.type} of ${due.guestId}` : "nobody"}`, ...group);
      queue = [];
    },
    applied({ body }: Entry) {
      const isFreed = modelOf(body.type).seats === "freed";
      frees ||= isFreed;
      if (isFreed) queue = []; // a command may free the seats of several parties before it gives any
      if (frees) refill();
    },
    end() {
      const due = queue.find(({ type }) => type === "guest.promoted");
      if (!due) return;
      const waiting = state.guests.get(due.guestId)?.card;
      find("C10", `After ${group.at(-1)!.seq}, ${state.seats.free} seats are free while ${due.guestId} waits for them`, ...group, waiting);
    },
  };
}
