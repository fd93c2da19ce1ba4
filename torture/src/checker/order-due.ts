import type { Entry } from "./entry.ts";
import type { State, Step } from "./state.ts";
import type { EventTimeline } from "./timeline.ts";

interface Move {
  guestId: string;
  to: string | { behind: string };
}

/**
 * Follows one command by which hosts change the order of the waitlist: at its end those who still wait stand in the order that was asked for
 * (C10). Who was not asked for keeps their place among the others.
 */
export function orderDue(group: Entry[], state: State, find: Step["find"], { intents }: EventTimeline) {
  const isReordered = group.some(({ body }) => body.type === "guest.movedOnWaitlist");
  const tries = isReordered ? (intents.get(group[0]!.commandId)?.tries ?? []) : [];
  const done = tries.find(({ answered }) => answered?.outcome === "committed") ?? (tries.length === 1 ? tries[0] : undefined);
  const asked = done?.invoked.input;
  const due = asked ? orderAfter([...state.seats.line.values()], asked["moves"] as Move[]) : null;

  return {
    end() {
      if (!due) return;
      const stands = [...state.seats.line.values()];
      const wanted = due.filter((guestId) => stands.includes(guestId));
      if (wanted.join() !== stands.join())
        find("C10", `After ${group.at(-1)!.seq} the line is ${stands.join(", ")}; due was ${wanted.join(", ")}`, ...group);
    },
  };
}

function orderAfter(line: string[], moves: Move[]): string[] {
  for (const { guestId, to } of moves) {
    const at = line.indexOf(guestId);
    const isNamed = typeof to !== "string";
    if (at < 0 || (isNamed && (to.behind === guestId || !line.includes(to.behind)))) continue;
    const others = line.filter((other) => other !== guestId);
    const ahead = isNamed
      ? others.indexOf(to.behind) + 1
      : new Map(Object.entries({ first: 0, last: others.length, up: at - 1, down: at + 1 })).get(to)!;
    const cut = Math.max(0, ahead);
    line = [...others.slice(0, cut), guestId, ...others.slice(cut)];
  }
  return line;
}
