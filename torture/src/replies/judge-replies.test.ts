import { describe, expect, test } from "vitest";
import { judgeReplies, type Delivered, type Recorded } from "./judge-replies.ts";

const guestId = "grace";
const mail = (more: Partial<Delivered>): Delivered => ({
  guestId,
  kind: "reply",
  words: "word 1",
  answer: "going",
  sequence: 0,
  writtenAt: 1_000,
  accepted: 2,
  refused: [],
  ...more,
});
const entry = (type: string, words: string, delivery: string | null = null) => ({ type, guestId, words, delivery });

const mails: Delivered[] = [
  mail({}),
  mail({ words: "word 2", answer: "declined", writtenAt: 5_000 }),
  mail({ words: "word 3", answer: "maybe", sequence: 1, writtenAt: 3_000 }),
  mail({ words: "word 4", kind: "otherAddress" }),
  mail({ words: "word 5", kind: "words", answer: null }),
  mail({ words: "", kind: "delayed", answer: null }),
  mail({ words: "", kind: "failed", answer: null }),
];
const recorded = (): Recorded => ({
  entries: [
    entry("rsvp.answered", "word 1"),
    entry("reply.held", "word 4"),
    entry("rsvp.answered", "word 3"),
    entry("guest.wrote", "word 5"),
    entry("delivery.changed", "", "failed"),
  ],
  guests: [{ id: guestId, standing: "maybe", note: "word 3", delivery: "failed" }],
  bounced: 1,
});

test("the newest by SEQUENCE, then by DTSTAMP, once, is as it has to be", () => {
  expect(judgeReplies(mails, recorded())).toEqual([]);
});

describe("somebody else is sent", () => {
  const delegation = mail({ words: "word 6", kind: "delegation", answer: null, sequence: 1, writtenAt: 9_000 });
  const sent = [...mails, delegation];
  const held = entry("reply.held", "word 6");
  const at = (place: number): Recorded => {
    const { entries, ...rest } = recorded();
    return { ...rest, entries: entries.toSpliced(place, 0, held) };
  };

  test("with the answers that came before it, or none", () => {
    expect(judgeReplies(sent, at(5))).toEqual([]);
    const first = { ...at(1), guests: [{ id: guestId, standing: "going", note: "word 1", delivery: "failed" }] };
    first.entries = first.entries.filter(({ words }) => words !== "word 3");
    expect(judgeReplies(sent, first)).toEqual([]);
  });

  test.each<[string, string, Recorded]>([
    ["an older reply counts after it", "M4", at(1)],
    [
      "it changes the guest's answer",
      "M4",
      { ...at(5), guests: [{ id: guestId, standing: "declined", note: "word 3", delivery: "failed" }] },
    ],
    ["it is lost", "M2", recorded()],
    ["it is asked about twice", "M2", { ...at(5), entries: [...at(5).entries, held] }],
  ])("control: %s", (_what, rule, found) => {
    const wrong = judgeReplies(sent, found);
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.every((line) => line.startsWith(rule))).toBe(true);
  });
});

test.each<[string, string, (mails: Delivered[], recorded: Recorded) => void]>([
  ["a mail is never taken", "M1", ([first]) => void (first!.accepted = 0)],
  ["a mail is refused", "M1", ([first]) => first!.refused.push("550 5.1.1")],
  ["plain words are lost", "M2", (_, { entries }) => entries.splice(3, 1)],
  ["plain words are passed on twice", "M2", (_, { entries }) => entries.push(entry("guest.wrote", "word 5"))],
  ["a held reply is lost", "M2", (_, { entries }) => entries.splice(1, 1)],
  ["a reply is two answers", "M3", (_, { entries }) => entries.splice(1, 0, entry("rsvp.answered", "word 1"))],
  ["the newest reply is lost", "M4", (_, { guests }) => Object.assign(guests[0]!, { standing: "going", note: "word 1" })],
  ["an older reply counts after a newer one", "M4", (_, { entries }) => entries.push(entry("rsvp.answered", "word 2"))],
  ["a late delay hides a failure", "M5", (_, { guests }) => void (guests[0]!.delivery = "delayed")],
  ["a failure is told twice", "M5", (_, { entries }) => entries.push(entry("delivery.changed", "", "failed"))],
  ["an address that failed is written to again", "M5", (_, found) => void (found.bounced = 0)],
])("control: %s", (_what, rule, corrupt) => {
  const [sent, found] = [structuredClone(mails), recorded()];
  corrupt(sent, found);
  const wrong = judgeReplies(sent, found);
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.every((line) => line.startsWith(rule))).toBe(true);
});
