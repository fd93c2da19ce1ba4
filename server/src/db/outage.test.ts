import { constants } from "node:os";
import { expect, test } from "vitest";
import { DatabaseUnavailable, isOutage } from "./outage.ts";

const failed = (code: string) => Object.assign(new Error("of somebody else"), { code });

test("every system error of a connection is an outage, also where its code looks like an SQLSTATE", () => {
  const ofSystem = Object.keys(constants.errno);
  expect(ofSystem).toEqual(expect.arrayContaining(["EPIPE", "ECONNRESET", "ECONNREFUSED", "ETIMEDOUT"]));
  for (const code of ofSystem.filter((name) => /^E[A-Z]+$/.test(name))) expect([code, isOutage(failed(code))]).toEqual([code, true]);
});

test("of the SQLSTATEs, those about the server's state are outages, and those about the statement are not", () => {
  for (const code of ["08006", "28P01", "28000", "53300", "57P01", "58030", "25P03", "25006", "40001", "40P01"])
    expect([code, isOutage(failed(code))]).toEqual([code, true]);
  for (const code of ["23505", "22P02", "42601", "25001", "55000", "P0001", "XX000"])
    expect([code, isOutage(failed(code))]).toEqual([code, false]);
});

test("functions that only a primary has, called on a standby, are an outage", () => {
  expect(isOutage(Object.assign(new Error("recovery is in progress"), { code: "55000" }))).toBe(true);
});

test("a programming error is not an outage", () => {
  expect(isOutage(new DatabaseUnavailable())).toBe(true);
  expect(isOutage(new Error("Connection terminated unexpectedly"))).toBe(true);
  for (const error of [new TypeError("x is not a function"), failed("ERR_INVALID_ARG_TYPE"), failed("FST_ERR_VALIDATION")])
    expect(isOutage(error)).toBe(false);
});
