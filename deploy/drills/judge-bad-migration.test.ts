import { expect, test } from "vitest";
import type { BadMigration } from "./bad-migration.ts";
import { ANSWERED_WITHIN, faultsIn } from "./judge-bad-migration.ts";

const good: BadMigration = {
  requests: 400,
  failedRequests: [],
  answered: 20,
  failedHandshakes: [],
  absences: [],
  lost: 0,
  doubled: 0,
  gone: 0,
  slowest: ANSWERED_WITHIN,
  failing: { code: 1, said: "Turnout cannot start: migration 0036_drilled.sql: division by zero\n" },
  requiring: { code: 1, said: "Turnout cannot start: the database lacks migration 0036_drilled.sql: start a process\n" },
  left: [],
  waiting: { code: 0, said: "migration 0036_drilled.sql waits for a table that others are using\n" },
  isBack: true,
};

test.each<[string, Partial<BadMigration>]>([
  ["1 requests failed: 500", { failedRequests: ["500"] }],
  ["1 sockets ended", { absences: [0] }],
  ["1 entries lost, 0 doubled, 0 readers gone", { lost: 1 }],
  ["somebody waited for 3.1 s", { slowest: ANSWERED_WITHIN + 100 }],
  ["the upgrade does not stop with the migration's name", { failing: { code: 0, said: good.failing.said } }],
  ["the upgrade does not stop with the migration's name", { failing: { code: 1, said: "division by zero" } }],
  ["a server starts without the migration", { requiring: { code: null, said: "" } }],
  ["the migration that failed left half_made", { left: ["half_made"] }],
  ["the migration that waited ended with 1", { waiting: { ...good.waiting, code: 1 } }],
  ["no migration waited: nothing is shown", { waiting: { code: 0, said: "" } }],
  ["a server of before does not start again", { isBack: false }],
])("%s is a fault of an upgrade; control: all goals just met are none", (fault, change) => {
  expect(faultsIn({ ...good, ...change })).toEqual([fault]);
  expect(faultsIn(good)).toEqual([]);
});
