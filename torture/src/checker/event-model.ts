import { byAll, byHosts, detailsFor } from "./audience-model.ts";
import { canonical, difference } from "./difference.ts";
import type { Body, Details, Entry, Question, ViewerClass } from "./entry.ts";
import { plain, type KindModel, type SliceModel } from "./kind-model.ts";
import type { State, Step } from "./state.ts";
import type { EventTimeline } from "./timeline.ts";

const kinds = {
  "event.created": {
    ...plain,
    doneBy: ["host"],
    seenBy: byHosts,
    replay({ state, entry, find }) {
      if (state.details) find("C4", `event.created at ${entry.seq}: an event is opened once, and first`, entry);
      if (entry.actor.personId) state.hosts.set(entry.actor.personId, entry.actor.name);
      takeOver(state, entry.body.details!);
    },
  },
  "event.edited": {
    ...plain,
    doneBy: ["host", "system"],
    seenBy: editSeenBy,
    changesAudience: (before, body) => changesAudience(before, body.details!) || body.audienceChanged === true,
    replay(step, event) {
      replayChange(step, judgeEdit);
      judgeCapacityCut(step, event);
    },
    seats: "freed",
  },
  "event.published": {
    ...plain,
    doneBy: ["host"],
    seenBy: byAll,
    replay: (step) => replayChange(step, (_, before, after) => judgeRest(step, { ...before, status: "published" }, after)),
  },
  "event.cancelled": {
    ...plain,
    doneBy: ["host"],
    seenBy: byAll,
    replay(step) {
      replayChange(step, (_, before, after) => {
        const revision = Number(before["revision"]) + 1;
        judgeRest(step, { ...before, status: "cancelled", cancelNote: after["cancelNote"], revision }, after);
      });
    },
  },
  "host.added": {
    ...plain,
    doneBy: ["host"],
    seenBy: byAll,
    replay: ({ state, entry }) => void state.hosts.set(entry.body.host!.userId, entry.body.host!.name),
  },
  "host.removed": {
    ...plain,
    doneBy: ["host"],
    seenBy: byAll,
    ends: (viewer, body) => viewer.class === "host" && viewer.personId === body.userId,
    replay({ state, entry, find }) {
      if (!state.hosts.delete(entry.body.userId!) || state.hosts.size === 0)
        find("C4", `host.removed at ${entry.seq} leaves no host`, entry);
    },
  },
  "share.renewed": {
    ...plain,
    doneBy: ["host"],
    seenBy: byHosts,
    ends: (viewer) => viewer.class === "public",
    replay: ({ state }) => void (state.shareVersion += 1),
  },
  "questions.edited": {
    ...plain,
    doneBy: ["host"],
    seenBy(viewer, _, { body, context }) {
      if (viewer === "host") return body;
      return context.status === "draft" ? null : { ...body, questions: asked(body.questions!) };
    },
    replay(step) {
      judgeQuestions(step);
      step.state.questions = step.entry.body.questions!;
    },
    clashWith({ questions }, { questions: wanted }) {
      const missing = (wanted as Question[]).find(({ id, archived }) => !archived && !asked(questions!).some((one) => one.id === id));
      return missing ? `${missing.id} is not asked` : null;
    },
  },
} satisfies Record<string, KindModel>;

/** Columns that are called like the details, but for the way to write two words. */
const DETAILS =
  "title description starts_at ends_at zone all_day place capacity plus_ones_allowed waitlist waitlist_rule answers_close_at guest_list_for visibility chat day_before_reminder hours_before_reminder calendar_entries still_coming status cancel_note revision";
const inCamelCase = (column: string) => column.replace(/_(.)/g, (_, first: string) => first.toUpperCase());
const cover = ({ details }: State) => details!["cover"] as { theme: string; imageId: string | null };

export const eventModel = {
  kinds,
  snapshot: {
    details: ({ details, viewer }, said) => difference(detailsFor(viewer.class, details), said, "details"),
    hosts({ state }, said) {
      const expected = [...state.hosts].map(([userId, name]) => ({ userId, name }));
      return difference(expected.toSorted(byUser), (said as typeof expected).toSorted(byUser), "hosts");
    },
    questions: ({ viewer, state }, said) =>
      difference(viewer.class === "host" ? state.questions : asked(state.questions), said, "questions"),
  },
  columns: {
    C4: {
      ...Object.fromEntries(DETAILS.split(" ").map((column) => [column, ({ details }: State) => details![inCamelCase(column)]])),
      cover_theme: (state) => cover(state).theme,
      cover_image_id: (state) => cover(state).imageId,
      share_version: ({ shareVersion }) => shareVersion,
      questions: ({ questions }) => questions,
    },
  },
  rows: [{ table: "hosts", rule: "C4", expected: ({ hosts }) => [...hosts].map(([id, name]) => [id, { name }]), unsaid: ["added_at"] }],
} satisfies SliceModel;

const byUser = (a: { userId: string }, b: { userId: string }) => (a.userId < b.userId ? -1 : 1);

const asked = (questions: Question[]) => questions.filter(({ archived }) => !archived);

/** Once guests may have answered, no question is lost, none asks for something else, and no option goes. */
function judgeQuestions({ state, entry, find }: Step) {
  if (state.details?.status === "draft") return;
  for (const { id, kind, perPerson, options } of state.questions) {
    const now = entry.body.questions!.find((one) => one.id === id);
    const wrong = now ? difference({ kind, perPerson }, { kind: now.kind, perPerson: now.perPerson }) : "it is gone";
    const lost = options.find((option) => !now?.options.some((one) => one.id === option.id));
    if (wrong || lost) find("C4", `questions.edited at ${entry.seq} loses answers to ${id}: ${wrong ?? `the option ${lost!.id}`}`, entry);
  }
}

function editSeenBy(viewer: ViewerClass, _isOwn: boolean, { body, context }: Entry): Body | null {
  if (viewer === "host") return body;
  return context.status === "draft" ? null : { ...body, details: detailsFor(viewer, body.details!), news: null };
}

function takeOver(state: State, details: Details) {
  state.details = details;
  state.seats.rules = details;
}

function replayChange(step: Step, judge: (step: Step, before: Details, after: Details) => void) {
  const { state, entry, find } = step;
  if (state.details) judge(step, state.details, entry.body.details!);
  else find("C4", `${entry.body.type} at ${entry.seq}: an event is opened once, and first`, entry);
  takeOver(state, entry.body.details!);
}

function judgeRest({ entry, find }: Step, expected: Details, details: Details) {
  const wrong = difference(expected, details, "details");
  if (wrong) find("C4", `${entry.body.type} at ${entry.seq} changed more than it should: ${wrong}`, entry);
}

function judgeEdit({ entry, find }: Step, before: Details, after: Details) {
  const changed = Object.keys(after).filter((field) => field !== "revision" && canonical(before[field]) !== canonical(after[field]));
  const said = (entry.body.changed ?? []).filter((field) => field !== "revision");
  const wrong = difference(changed.toSorted(), said.toSorted(), "changed");
  if (wrong) find("C4", `event.edited at ${entry.seq} names other fields than changed: ${wrong}`, entry);
  const honest = changesAudience(before, after);
  if (honest !== entry.body.audienceChanged)
    find("C7", `event.edited at ${entry.seq} changes who may see what: ${honest}; it says ${entry.body.audienceChanged}`, entry);
}

/** Whether others see something else of the same event afterwards. */
function changesAudience(before: Details, after: Details): boolean {
  if (before.guestListFor !== after.guestListFor || before.visibility !== after.visibility) return true;
  return (before.chat === "closed") !== (after.chat === "closed");
}

/** Fewer seats than are taken need a host's explicit word; nobody loses a seat by it (C8). */
function judgeCapacityCut({ state, entry, find }: Step, event: EventTimeline) {
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
