import { expect, test } from "vitest";
import { MAX_INVITED_AT_ONCE } from "@turnout/contract/invitations";
import { batchesOf, draftList, idsOfRows, INVITED_TOGETHER, leftover, withRow } from "./draft-rows.ts";

const box = (text: string) => [{ id: "box", fileName: null, text }];

test("every person is emailed, added without email, or left out with a reason: one number each", () => {
  const { counts, left, rows } = draftList(box("Ada Lovelace <ada@example.org>\nGrace <grace@nowhere\nLin\nADA@example.org"));
  expect(counts).toEqual({ withMail: 1, withoutMail: 1, left: 2 });
  expect(counts.withMail + counts.withoutMail + counts.left).toBe(rows.length);
  expect(left.every(({ problems }) => problems.length > 0)).toBe(true);
});

test("what could not be sent stays to be corrected", () => {
  const { left } = draftList(box("Ada <ada@example.org>\nRadia <radia@exmaple>\nSophie & Tom <st@exmaple>"));
  expect(leftover(left)).toBe("Radia <radia@exmaple>\nSophie & Tom <st@exmaple>");
});

test("a file is added to what was pasted, and somebody in both is invited once", () => {
  const file = { id: "1", fileName: "friends.csv", text: "Name,E-mail\nAda Lovelace,ada@example.org\nLin,lin@example.org" };
  const { rows, counts } = draftList([...box("Ada Lovelace <ada@example.org>\nGrace <grace@example.org>"), file]);
  expect(rows.map(({ name, fileName, isReady }) => [name, fileName, isReady])).toEqual([
    ["Ada Lovelace", null, true],
    ["Grace", null, true],
    ["Ada Lovelace", "friends.csv", false],
    ["Lin", "friends.csv", true],
  ]);
  expect(counts).toEqual({ withMail: 3, withoutMail: 0, left: 1 });
});

test("somebody who declined elsewhere is left out unless chosen; a broken address cannot be chosen", () => {
  const sources = box("Name,E-mail,Status\nAda,ada@example.org,declined\nGrace,grace@nowhere,declined");
  expect(draftList(sources).counts.left).toBe(2);
  const chosen = new Set(draftList(sources).left.map(({ key }) => key));
  expect(draftList(sources, chosen).ready.map(({ name }) => name)).toEqual(["Ada"]);
});

test("correcting a row changes its own line and no other", () => {
  const text = "Ada <ada@example.org>\nGrace <grace@nowhere\nLin <lin@example.org>";
  const mended = withRow(text, draftList(box(text)).left[0]!, "Grace <grace@example.org>");
  expect(mended).toBe("Ada <ada@example.org>\nGrace <grace@example.org>\nLin <lin@example.org>");
  expect(draftList(box(mended)).ready).toHaveLength(3);
});

test("ten thousand people are sent in batches that the server accepts, each with an id of its own", () => {
  const text = Array.from({ length: 1_200 }, (_, index) => `Guest ${index} <guest${index}@example.org>`).join("\n");
  const batches = batchesOf(draftList(box(text)).ready);
  expect(batches.map(({ guests }) => guests.length)).toEqual(Array.from({ length: 6 }, () => INVITED_TOGETHER));
  expect(new Set(batches.map(({ commandId }) => commandId)).size).toBe(6);
  expect(INVITED_TOGETHER).toBeLessThanOrEqual(MAX_INVITED_AT_ONCE);
});

test("guests of one list stand in the guest list as they stood in it: their ids ascend", () => {
  const { rows } = draftList(box(Array.from({ length: 300 }, (_, at) => `Guest ${at} <guest-${at}@example.org>`).join("\n")));
  const ids = batchesOf(rows).flatMap(({ guests }) => guests.map(({ guestId }) => guestId));
  expect(new Set(ids).size).toBe(300);
  expect(ids).toEqual(ids.toSorted());
});

test("a list that is sent again after half of it was committed has the same ids, also for people without an address", () => {
  const rows = draftList(box("Ada\nGrace <grace@example.org>\nLin")).ready;
  const idsOf = idsOfRows();
  const sent = () => batchesOf(rows, idsOf).flatMap(({ guests }) => guests.map(({ guestId }) => guestId));
  const first = sent();
  expect(first).toHaveLength(3);
  expect(sent()).toEqual(first);
  expect(batchesOf(rows.toReversed(), idsOf)[0]!.guests.map(({ guestId }) => guestId)).toEqual(first.toReversed());
  expect(new Set(idsOf([rows[0]!, rows[0]!])).size).toBe(2);
});
