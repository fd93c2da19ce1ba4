import { expect, test } from "vitest";
import { batchesOf, draftList, withRow } from "./draft-rows.ts";

test("rows that need a look come first, and only the others are ready", () => {
  const { rows, ready } = draftList("Ada Lovelace <ada@example.org>\nGrace <grace@nowhere\nLin <lin@example.org>");
  expect(rows[0]!.name).toContain("Grace");
  expect(ready.map(({ name }) => name)).toEqual(["Ada Lovelace", "Lin"]);
});

test("mending a row changes its own line and no other", () => {
  const text = "Ada <ada@example.org>\nGrace <grace@nowhere\nLin <lin@example.org>";
  const { rows } = draftList(text);
  const mended = withRow(text, rows[0]!, "Grace <grace@example.org>");
  expect(mended).toBe("Ada <ada@example.org>\nGrace <grace@example.org>\nLin <lin@example.org>");
  expect(draftList(mended).ready).toHaveLength(3);
});

test("ten thousand people go in batches that the server takes, each with an id of its own", () => {
  const text = Array.from({ length: 1_200 }, (_, index) => `Guest ${index} <guest${index}@example.org>`).join("\n");
  const batches = batchesOf(draftList(text).ready);
  expect(batches.map(({ guests }) => guests.length)).toEqual([500, 500, 200]);
  expect(new Set(batches.map(({ commandId }) => commandId)).size).toBe(3);
});
