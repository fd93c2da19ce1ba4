import type { Details } from "./entry.ts";
import { canonical, difference } from "./same.ts";
import type { State, Step } from "./state.ts";

/** The event itself changed: the seats in force with it, and whose picture is another now. */
export function replayEvent(step: Step): void {
  const { state, entry, find } = step;
  const { body } = entry;
  const { details: before } = state;
  const details = body.details!;
  if (!before !== (body.type === "event.created")) find("C4", `${body.type} at ${entry.seq}: an event is opened once, and first`, entry);
  if (before && body.type === "event.edited") judgeEdit(step, before, details);
  if (before && body.type === "event.published") judgeRest(step, { ...before, status: "published" }, details);
  if (before && body.type === "event.cancelled")
    judgeRest(
      step,
      { ...before, status: "cancelled", cancelNote: details["cancelNote"], revision: Number(before["revision"]) + 1 },
      details,
    );
  state.details = details;
  state.seats.rules = details;
}

function judgeRest({ entry, find }: Step, expected: Details, details: Details) {
  const wrong = difference(expected, details, "details");
  if (wrong) find("C4", `${entry.body.type} at ${entry.seq} changed more than it should: ${wrong}`, entry);
}

function judgeEdit({ state, entry, find }: Step, before: Details, after: Details) {
  const changed = Object.keys(after).filter((field) => field !== "revision" && canonical(before[field]) !== canonical(after[field]));
  const said = (entry.body.changed ?? []).filter((field) => field !== "revision");
  const wrong = difference(changed.toSorted(), said.toSorted(), "changed");
  if (wrong) find("C4", `event.edited at ${entry.seq} names other fields than changed: ${wrong}`, entry);
  const honest = changesAudience(before, after);
  if (honest !== entry.body.audienceChanged)
    find("C7", `event.edited at ${entry.seq} changes who may see what: ${honest}; it says ${entry.body.audienceChanged}`, entry);
  state.seats.rules = after;
}

/** Whether others see something else of the same event afterwards. */
export function changesAudience(before: Details, after: Details): boolean {
  if (before.guestListFor !== after.guestListFor || before.visibility !== after.visibility) return true;
  return (before.chat === "closed") !== (after.chat === "closed");
}

/** The context that an entry keeps is the event's own after it. */
export function judgeContext({ entry, find }: Step, state: State) {
  if (!state.details) return;
  const { guestListFor, chat, status } = state.details;
  const wrong = difference({ guestListFor, chat, status }, entry.context, "context");
  if (wrong) find("C7", `${entry.body.type} at ${entry.seq} would be shown by the wrong rules: ${wrong}`, entry);
}
