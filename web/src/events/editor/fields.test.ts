import { describe, expect, test } from "vitest";
import { details } from "../../testing/snapshots.test-support.ts";
import { asKept, type DraftFields, emptyFields, fieldNames, fieldsOf, isSame } from "./fields.ts";
import { fieldsToSend } from "./fields-to-send.ts";
import { lastEditors } from "./last-editors.ts";
import { refusedFields, stillRefused } from "./refused.ts";

const empty = emptyFields("Europe/Lisbon", "waves");
const picnic: DraftFields = { ...empty, title: "Picnic", starts: "2027-06-18T19:00", ends: "2027-06-18T23:00" };

test("the form of an event and an empty form have every field, and no other", () => {
  const names = [...fieldNames].sort();
  expect(Object.keys(fieldsOf(details)).sort()).toEqual(names);
  expect(Object.keys(empty).sort()).toEqual(names);
});

describe("as the server keeps it", () => {
  const kept: [string, Partial<DraftFields>, Partial<DraftFields>][] = [
    ["no spaces around a title", { title: "  Picnic " }, { title: "Picnic" }],
    [
      "no spaces around a place and its address",
      { place: { kind: "place", name: " Meadow ", address: " Rua 1 " } },
      { place: { kind: "place", name: "Meadow", address: "Rua 1" } },
    ],
    [
      "a link as it was typed",
      { place: { kind: "online", url: "https://x.example/" } },
      { place: { kind: "online", url: "https://x.example/" } },
    ],
    ["a time that exists", { starts: "2027-06-18T19:00" }, { starts: "2027-06-18T19:00" }],
    ["a time that the clocks skip moved forward", { starts: "2027-03-28T01:30" }, { starts: "2027-03-28T02:30" }],
    ["the deadline by the same clock", { answersClose: "2027-03-28T01:30" }, { answersClose: "2027-03-28T02:30" }],
    ["days of an event that lasts all day", { allDay: true, starts: "2027-06-18T19:00" }, { allDay: true, starts: "2027-06-18" }],
    ["the first minute of a day that has become a time", { starts: "2027-06-18" }, { starts: "2027-06-18T00:00" }],
    ["the end of the last day that has become a time", { ends: "2027-06-18" }, { ends: "2027-06-19T00:00" }],
    ["nothing where nothing was typed", { starts: null, ends: null }, { starts: null, ends: null }],
  ];
  test.each(kept)("%s", (_what, typed, wanted) => expect(asKept({ ...picnic, ...typed })).toMatchObject(wanted));

  test("keeping it twice is keeping it once", () => {
    for (const [, typed] of kept) {
      const once = asKept({ ...picnic, ...typed });
      expect(asKept(once)).toEqual(once);
    }
  });
});

test.each([
  [{ theme: "waves", imageId: null }, { imageId: null, theme: "waves" }, true],
  [{ theme: "waves", imageId: null }, { theme: "night", imageId: null }, false],
  [null, null, true],
  [null, "", false],
  [0, null, false],
  ["a", "a", true],
])("%j and %j mean the same: %s", (one, other, same) => expect(isSame(one, other)).toBe(same));

describe("what is sent", () => {
  const send = (fields: DraftFields, created: boolean, names: (keyof DraftFields)[] = ["title"]) =>
    fieldsToSend({ created, fields } as Parameters<typeof fieldsToSend>[0], names);

  test("of an event that exists is what has changed", () => {
    expect(send({ ...picnic, title: " Picnic " }, true)).toEqual({ title: "Picnic" });
  });

  test("to make an event is everything that can be saved", () => {
    expect(Object.keys(send(picnic, false)).sort()).toEqual([...fieldNames].sort());
  });

  test("to make an event leaves out times that contradict each other, but never the zone", () => {
    const sent = send({ ...picnic, ends: "2027-06-18T18:00", place: { kind: "place", name: "", address: "Rua 1" } }, false);
    expect(sent).not.toHaveProperty("starts");
    expect(sent).not.toHaveProperty("ends");
    expect(sent).not.toHaveProperty("place");
    expect(sent).toMatchObject({ title: "Picnic", zone: "Europe/Lisbon" });
  });
});

describe("a refusal", () => {
  const refused = (code: string, facts?: Record<string, string>) => ({ type: "refused" as const, code, facts });
  const sent: Partial<DraftFields> = { title: "", capacity: 5 };

  test.each([
    [refused("capacity_below_taken"), { capacity: 5 }],
    [refused("draft_incomplete", { field: "title" }), { title: "" }],
    [refused("date_impossible", { field: "title" }), { title: "" }],
    [refused("draft_incomplete"), sent],
    [refused("draft_incomplete", { field: "starts" }), sent],
    [refused("event_over"), sent],
  ])("%j holds back what it is about", (reply, values) => expect(refusedFields(sent, reply, null).values).toEqual(values));

  test("joins the ones before it, and names the latest reason", () => {
    const before = refusedFields({ title: "" }, refused("draft_incomplete", { field: "title" }), null);
    const both = refusedFields({ capacity: 5 }, refused("capacity_below_taken"), before);
    expect(both).toMatchObject({ code: "capacity_below_taken", values: { title: "", capacity: 5 } });
  });

  test("stands until one of its values is another", () => {
    const refusal = refusedFields(sent, refused("event_over"), null);
    const fields = { ...picnic, ...sent };
    expect(stillRefused(refusal, { ...fields, description: "New" })).toBe(refusal);
    expect(stillRefused(refusal, { ...fields, capacity: 6 })).toBeNull();
  });
});

test("who last changed a field is named by the form's own names of fields", () => {
  const edit = (name: string | null, ...changed: string[]) =>
    ({ actor: name && { name }, body: { type: "event.edited", changed } }) as unknown as Parameters<typeof lastEditors>[0][number];
  const other = { actor: { name: "Lin" }, body: { type: "chat.posted" } } as unknown as Parameters<typeof lastEditors>[0][number];
  expect(lastEditors([edit("Ada", "title", "startsAt"), other, edit("Lin", "title", "answersCloseAt"), edit(null, "endsAt")])).toEqual({
    title: "Lin",
    starts: "Ada",
    answersClose: "Lin",
  });
});
