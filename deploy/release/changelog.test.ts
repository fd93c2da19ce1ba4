import { expect, test } from "vitest";
import { changelog, readCommits } from "./changelog.ts";

test("commits stand under what they concern first, and migrations say which versions survive them", () => {
  const log =
    "\0Answer twice as fast\n\nserver/src/app.ts\ndocs/map.md\n\0Scale by sockets\n\ndeploy/helm/turnout/values.yaml\n\0Try it\n\nserver/src/app.test.ts\n";
  const migrations = [
    { name: "0026_one", worksWith: "0024" },
    { name: "0027_two", worksWith: null },
  ];
  expect(changelog("1.2.0", readCommits(log), migrations)).toBe(`# 1.2.0

## The database

- 0026_one: versions since migration 0024 go on working
- 0027_two: older versions do not start any more

## The product

- Answer twice as fast

## Running it

- Scale by sockets

## Working on it

- Try it

`);
});

test("a commit without files, as an empty one, is listed as well", () => {
  expect(changelog("1.0.0", readCommits("\0Start\n"), [])).toBe("# 1.0.0\n\n## Working on it\n\n- Start\n\n");
});
