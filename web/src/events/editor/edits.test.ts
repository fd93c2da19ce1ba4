import { expect, test } from "vitest";
import { acknowledged, arrived, conflicts, edit, focus, resolve, sending, shown, startEditing, unsent } from "./edits.ts";
import { type DraftFields, emptyFields } from "./fields.ts";

const picnic: DraftFields = { ...emptyFields("Europe/Lisbon", "waves"), title: "Picnic", starts: "2027-06-18T19:00" };
const start = () => startEditing(picnic, 1);

test("an edit is shown and has to be sent", () => {
  const editing = edit(start(), { title: "Picnic at the lake" });
  expect(shown(editing).title).toBe("Picnic at the lake");
  expect(unsent(editing)).toEqual(["title"]);
});

test("typing the old value back leaves nothing to send", () => {
  const editing = edit(edit(start(), { title: "Picnics" }), { title: "Picnic" });
  expect(unsent(editing)).toEqual([]);
  expect(editing.edits).toEqual({});
});

test("a space at the end stays while the field has the focus, and is not sent", () => {
  const editing = edit(focus(start(), "title"), { title: "Picnic " });
  expect(shown(editing).title).toBe("Picnic ");
  expect(unsent(editing)).toEqual([]);
  expect(shown(focus(editing, null)).title).toBe("Picnic");
});

test("an acknowledged value stays, though an older snapshot arrives after it", () => {
  const mine = { title: "Lake picnic" };
  const editing = acknowledged(sending(edit(start(), mine), mine), mine, 5);
  expect(unsent(editing)).toEqual([]);
  expect(shown(arrived(editing, picnic, 3)).title).toBe("Lake picnic");
  expect(shown(arrived(editing, { ...picnic, ...mine }, 5)).title).toBe("Lake picnic");
});

test("one's own change coming back is no conflict, even after further typing", () => {
  const sent = { title: "Lake" };
  const editing = arrived(edit(sending(edit(start(), sent), sent), { title: "Lake picnic" }), { ...picnic, ...sent }, 2);
  expect(conflicts(editing)).toEqual([]);
  expect(unsent(editing)).toEqual(["title"]);
});

test("a field that is not being edited follows another host's change", () => {
  const editing = arrived(edit(start(), { title: "Lake picnic" }), { ...picnic, description: "Bring cake" }, 2);
  expect(shown(editing)).toMatchObject({ title: "Lake picnic", description: "Bring cake" });
  expect(conflicts(editing)).toEqual([]);
});

test("a field that both changed is a conflict, and is not sent until it is resolved", () => {
  const editing = arrived(edit(start(), { title: "Lake picnic" }), { ...picnic, title: "Beach picnic" }, 2);
  expect(conflicts(editing)).toEqual(["title"]);
  expect(unsent(editing)).toEqual([]);

  const mine = resolve(editing, "title", "mine");
  expect(shown(mine).title).toBe("Lake picnic");
  expect(unsent(mine)).toEqual(["title"]);

  const theirs = resolve(editing, "title", "theirs");
  expect(shown(theirs).title).toBe("Beach picnic");
  expect(unsent(theirs)).toEqual([]);
});

test("a focused field does not change under its user", () => {
  const editing = arrived(focus(start(), "title"), { ...picnic, title: "Beach picnic" }, 2);
  expect(shown(editing).title).toBe("Picnic");
  expect(conflicts(editing)).toEqual(["title"]);
});

test("another host's change that mine overwrote unseen can still be restored", () => {
  const sent = { title: "Lake picnic" };
  const flying = arrived(sending(edit(start(), sent), sent), { ...picnic, title: "Beach picnic" }, 2);
  const landed = arrived(acknowledged(flying, sent, 3), { ...picnic, ...sent }, 3);
  expect(conflicts(landed)).toEqual(["title"]);
  const back = resolve(landed, "title", "theirs");
  expect(shown(back).title).toBe("Beach picnic");
  expect(unsent(back)).toEqual(["title"]);
});

test("an older value that another host restores is a new change, and is not overwritten silently", () => {
  const sent = { title: "Lake picnic" };
  const at = focus(start(), "title");
  const landed = arrived(acknowledged(sending(edit(at, sent), sent), sent, 2), { ...picnic, ...sent }, 2);
  expect(conflicts(arrived(landed, picnic, 3))).toEqual(["title"]);
});

test("both hosts writing the same is agreement", () => {
  const editing = arrived(edit(start(), { title: "Lake picnic" }), { ...picnic, title: "Lake picnic" }, 2);
  expect(conflicts(editing)).toEqual([]);
  expect(editing.edits).toEqual({});
});

test("the parts of a value may come back in another order", () => {
  const place = { kind: "place", name: "Quinta", address: "Sintra" } as const;
  const shuffled = { address: "Sintra", name: "Quinta", kind: "place" } as const;
  const editing = arrived(startEditing({ ...picnic, place }, 1, {}), { ...picnic, place: shuffled }, 2);
  expect(unsent(edit(editing, { place }))).toEqual([]);
});

test("a time that clocks skip is the time they show instead", () => {
  const editing = edit(startEditing({ ...picnic, starts: "2027-03-28T02:30" }, 1), { starts: "2027-03-28T01:30" });
  expect(unsent(editing)).toEqual([]);
});

test("a time that a clock change skips is shown as it was typed once it is saved, until another host changes when it is", () => {
  const [typed, saved] = [{ starts: "2027-03-28T01:30" }, { starts: "2027-03-28T02:30" }]; // Lisbon skips one to two o'clock
  const editing = arrived(acknowledged(sending(edit(start(), typed), saved), saved, 2), { ...picnic, ...saved }, 2);
  expect(unsent(editing)).toEqual([]);
  expect(shown(editing).starts).toBe("2027-03-28T01:30");
  const moved = arrived(editing, picnic, 3);
  expect(conflicts(moved)).toEqual([]);
  expect(shown(moved).starts).toBe(picnic.starts);
  // Where that hour exists it would be another time than the one that is saved.
  const elsewhere = arrived(editing, { ...picnic, ...saved, zone: "UTC" }, 3);
  expect(unsent(elsewhere)).toEqual([]);
  expect(shown(elsewhere).starts).toBe("2027-03-28T02:30");
});
