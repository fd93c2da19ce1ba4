import { caught, type Corrupted } from "./corruption.test-support.ts";
import { idOf } from "../simulation/person.ts";

/** Lines and snapshots out of the way: what is tried here is what the log says of itself. */
function unread({ history }: Corrupted) {
  history.records = history.records.filter(({ kind }) => kind === "invoked" || kind === "answered");
  history.final.snapshots = [];
}

caught(["C8", "C4", "C10"], "one seat too many", (corrupted) => {
  unread(corrupted);
  corrupted.entry("event.created").body.details!.capacity = 2;
  corrupted.entry("event.published").body.details!.capacity = 2;
});
caught("C8", "a capacity below what is taken, without a host's word", ({ tries }) => {
  delete tries("editEvent", "Ada").findLast(({ invoked }) => invoked.input["override"])!.invoked.input["override"];
});
caught(["C8", "C10"], "a party seated beyond the capacity, and nobody granted it", (corrupted) => {
  unread(corrupted);
  corrupted.entry("rsvp.answered", 8).body.overrode = false;
});

caught("C9", "a tally that is off by one", (corrupted) => {
  unread(corrupted);
  corrupted.entry("rsvp.answered", 4).body.tally!.maybe += 1;
});
caught("C9", "a counter of the event that is off by one", ({ event }) => (event["seats_taken"] = Number(event["seats_taken"]) + 1));
caught("C9", "a waiting party that is counted as one person", (corrupted) => {
  unread(corrupted);
  corrupted.entry("rsvp.answered", 2).body.tally!.waiting = 1;
});
caught("C9", "a guest's row that stands elsewhere than the log says", ({ row }) => (row("guests", idOf("b", 4))["standing"] = "maybe"));
caught("C9", "a place on the waitlist that is kept by who has a seat", ({ rows }) => {
  rows("guests").find(({ ticket }) => ticket === null)!["listed"] = [1];
});
caught("C9", "a guest who waits and has lost their place on the waitlist", ({ rows }) => {
  const one = rows("guests").find(({ ticket }) => ticket !== null) ?? rows("guests")[0]!;
  one["listed"] = one["ticket"] === null ? [7] : null;
});
caught("C9", "a guest whom the table has forgotten", ({ rows }) => rows("guests").splice(2, 1));
caught("C9", "a removed guest whose links still work", ({ row }) => (row("guests", idOf("b", 2))["access_version"] = 1));

/** Takes entries out of the log and closes the ranks behind them. */
function without({ history, event }: Corrupted, ...seqs: number[]) {
  history.final.log = history.final.log.filter(({ seq }) => !seqs.includes(seq as number));
  for (const [at, row] of history.final.log.entries()) row["seq"] = at + 1;
  event["log_seq"] = history.final.log.length;
}

caught(["C10", "C2", "C4", "C5", "C6", "C9", "C11"], "a promotion that never came", (corrupted) => {
  unread(corrupted);
  without(corrupted, corrupted.entry("guest.promoted", 2).seq);
});
caught("C10", "a promotion out of order", (corrupted) => {
  unread(corrupted);
  corrupted.entry("guest.passedOver", 1).body.guestId = corrupted.entry("guest.promoted", 1).guest.guestId;
});
caught(["C10", "C4", "C5", "C6"], "a promotion that came twice", (corrupted) => {
  unread(corrupted);
  const { history, event } = corrupted;
  const { row, seq } = corrupted.entry("guest.promoted", 2);
  history.final.log.splice(seq, 0, structuredClone(row));
  for (const [at, one] of history.final.log.entries()) one["seq"] = at + 1;
  event["log_seq"] = history.final.log.length;
});
caught(["C10", "C5", "C6"], "a promotion in a command of its own, after the one that freed the seats", (corrupted) => {
  unread(corrupted);
  const { row, seq } = corrupted.entry("guest.promoted", 2);
  row["command_id"] = idOf("c", 904);
  corrupted.rows("commandResults").push({ ...corrupted.rows("commandResults")[0]!, command_id: idOf("c", 904), seq });
});
caught("C10", "a party passed over that is not counted", (corrupted) => {
  unread(corrupted);
  corrupted.entry("guest.passedOver", 1).body.times = 1;
});
caught(["C10", "C8"], "somebody seated at once while others wait", (corrupted) => {
  unread(corrupted);
  corrupted.entry("rsvp.answered", 8).body.overrode = false;
});
caught(["C10", "C4"], "a party that queues though there is room", (corrupted) => {
  unread(corrupted);
  corrupted.entry("event.created").body.details!.capacity = 9;
  corrupted.entry("event.published").body.details!.capacity = 9;
});
