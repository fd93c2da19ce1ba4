import { constants } from "node:os";
import { expect, test } from "vitest";
import { DatabaseUnavailable, isOutage } from "./outage.ts";

const failed = (code: string) => Object.assign(new Error("of somebody else"), { code });

test("whatever the system says of a line is the line's trouble, also where it looks like a code of PostgreSQL", () => {
  const ofSystem = Object.keys(constants.errno);
  expect(ofSystem).toEqual(expect.arrayContaining(["EPIPE", "ECONNRESET", "ECONNREFUSED", "ETIMEDOUT"]));
  for (const code of ofSystem.filter((name) => /^E[A-Z]+$/.test(name))) expect([code, isOutage(failed(code))]).toEqual([code, true]);
});

test("of PostgreSQL's codes, those about its state are trouble, and those about what was asked are not", () => {
  for (const code of ["08006", "53300", "57P01", "58030", "25P03", "25006", "40001", "40P01"])
    expect([code, isOutage(failed(code))]).toEqual([code, true]);
  for (const code of ["23505", "22P02", "42601", "25001", "55000", "P0001", "XX000"])
    expect([code, isOutage(failed(code))]).toEqual([code, false]);
});

test("a standby that is asked what only a primary knows is none yet", () => {
  expect(isOutage(Object.assign(new Error("recovery is in progress"), { code: "55000" }))).toBe(true);
});

test("a fault of ours is none of the database's", () => {
  expect(isOutage(new DatabaseUnavailable())).toBe(true);
  expect(isOutage(new Error("Connection terminated unexpectedly"))).toBe(true);
  for (const error of [new TypeError("x is not a function"), failed("ERR_INVALID_ARG_TYPE"), failed("FST_ERR_VALIDATION")])
    expect(isOutage(error)).toBe(false);
});
