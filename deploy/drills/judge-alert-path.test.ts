import { expect, test } from "vitest";
import type { Outcome } from "./alert-path.ts";
import { faultsIn } from "./judge-alert-path.ts";

const good: Outcome = {
  calm: [],
  paged: { webhook: 40, mail: 41 },
  resolved: { webhook: 70, mail: 71 },
  requests: 300,
  failed: 290,
  keptBack: ["TurnoutErrors"],
  told: ["TurnoutDatabaseAway"],
};

test("one page by both ways in time, and its end, is what has to be", () => {
  expect(faultsIn(good)).toEqual([]);
});

test.each<[string, Partial<Outcome>, string]>([
  ["a page that comes late by one way", { paged: { webhook: 40, mail: 61 } }, "the page came by mail after 61.0 s"],
  ["an end that comes late", { resolved: { webhook: 101, mail: 71 } }, "its end came by webhook after 101.0 s"],
  ["a fault that nobody notices", { failed: 0 }, "no request failed: the fault was none"],
  ["consequences that nobody keeps back", { keptBack: [] }, "nothing was kept back"],
  ["two pages for one cause", { told: ["TurnoutDatabaseAway", "TurnoutErrors"] }, "TurnoutErrors was told besides"],
  [
    "a page while all is well",
    { calm: [{ at: 0, way: "mail", alert: "TurnoutSlow", status: "firing" }] },
    "TurnoutSlow spoke while all was well",
  ],
])("%s is a fault", (_, more, fault) => {
  expect(faultsIn({ ...good, ...more })).toEqual([fault]);
});
