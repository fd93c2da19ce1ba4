import { caught, type Spoilt } from "./corruption.test-support.ts";
import { idOf } from "./lively-round.test-support.ts";

/** Lines and pictures out of the way: what is tried here is what the log says of itself. */
function unread({ history }: Spoilt) {
  history.records = history.records.filter(({ kind }) => kind === "invoked" || kind === "answered");
  history.final.pictures = [];
}

caught(
  "C8",
  "one seat too many",
  (spoilt) => {
    unread(spoilt);
    spoilt.entry("event.created").body.details!.capacity = 2;
    spoilt.entry("event.published").body.details!.capacity = 2;
  },
  ["C4", "C10"],
);
caught("C8", "a capacity below what is taken, without a host's word", (spoilt) => {
  delete spoilt.tries("editEvent", "Ada").at(-1)!.invoked.input["override"];
});
caught(
  "C8",
  "a party seated beyond the capacity, and nobody granted it",
  (spoilt) => {
    unread(spoilt);
    spoilt.entry("rsvp.answered", 8).body.overrode = false;
  },
  ["C10"],
);

caught("C9", "a tally that is off by one", (spoilt) => {
  unread(spoilt);
  spoilt.entry("rsvp.answered", 4).body.tally!.maybe += 1;
});
caught("C9", "a counter of the event that is off by one", ({ event }) => {
  event["seats_taken"] = Number(event["seats_taken"]) + 1;
});
caught("C9", "a waiting party that is counted as one person", (spoilt) => {
  unread(spoilt);
  spoilt.entry("rsvp.answered", 2).body.tally!.waiting = 1;
});
caught("C9", "a guest's row that stands elsewhere than the log says", ({ rows }) => {
  rows("guests").find(({ id }) => id === idOf("b", 4))!["standing"] = "maybe";
});
caught("C9", "a guest whom the table has forgotten", ({ rows }) => {
  rows("guests").splice(2, 1);
});
caught("C9", "a removed guest whose links still work", ({ rows }) => {
  rows("guests").find(({ id }) => id === idOf("b", 2))!["access_version"] = 1;
});

/** Takes entries out of the log and closes the ranks behind them. */
function without({ history, event }: Spoilt, ...seqs: number[]) {
  history.final.log = history.final.log.filter(({ seq }) => !seqs.includes(seq as number));
  for (const [at, row] of history.final.log.entries()) row["seq"] = at + 1;
  event["log_seq"] = history.final.log.length;
}

caught(
  "C10",
  "a promotion that never came",
  (spoilt) => {
    unread(spoilt);
    without(spoilt, spoilt.entry("guest.promoted", 2).seq);
  },
  ["C2", "C4", "C5", "C6", "C9", "C11"],
);
caught("C10", "a promotion out of order", (spoilt) => {
  unread(spoilt);
  const [lin, third] = [spoilt.entry("guest.promoted", 1), spoilt.entry("guest.promoted", 2)];
  void third;
  spoilt.entry("guest.passedOver", 1).body.guestId = lin.guest.guestId;
});
caught(
  "C10",
  "a promotion that came twice",
  (spoilt) => {
    unread(spoilt);
    const { history, event } = spoilt;
    const { row, seq } = spoilt.entry("guest.promoted", 2);
    history.final.log.splice(seq, 0, structuredClone(row));
    for (const [at, one] of history.final.log.entries()) one["seq"] = at + 1;
    event["log_seq"] = history.final.log.length;
  },
  ["C4", "C5", "C6"],
);
caught(
  "C10",
  "a promotion in a command of its own, after the one that freed the seats",
  (spoilt) => {
    unread(spoilt);
    const { row, seq } = spoilt.entry("guest.promoted", 2);
    row["command_id"] = idOf("c", 904);
    spoilt.rows("commandResults").push({ ...spoilt.rows("commandResults")[0]!, command_id: idOf("c", 904), seq });
  },
  ["C5", "C6"],
);
caught("C10", "a party passed over that is not counted", (spoilt) => {
  unread(spoilt);
  spoilt.entry("guest.passedOver", 1).body.times = 1;
});
caught(
  "C10",
  "somebody seated at once while others wait",
  (spoilt) => {
    unread(spoilt);
    spoilt.entry("rsvp.answered", 8).body.overrode = false;
  },
  ["C8"],
);
caught(
  "C10",
  "a party that queues though there is room",
  (spoilt) => {
    unread(spoilt);
    spoilt.entry("event.created").body.details!.capacity = 9;
    spoilt.entry("event.published").body.details!.capacity = 9;
  },
  ["C4"],
);
