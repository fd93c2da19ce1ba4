import { expect, test } from "vitest";
import { cardFor, type ViewerClass } from "./audience.ts";
import { eventEntryRules } from "./event-entries.ts";
import { guestEntryRules } from "./guest-entries.ts";
import type { GuestCard } from "./guests.ts";
import type { Question } from "./questions.ts";

const others: Exclude<ViewerClass, "host">[] = ["guest", "public"];
const context = { guestListFor: "everyone", chat: "open", status: "published" } as const;
const card: GuestCard = {
  guestId: "00000000-0000-4000-8000-000000000001",
  name: "Grace",
  email: "grace@example.org",
  standing: "going",
  partySize: 1,
  plusOnes: [],
  note: "",
  ticket: null,
  source: "host",
  answeredAt: null,
  tags: ["Press"],
  questionAnswers: { "0000000a": ["Nuts"] },
};

test.each(others)("a card for %s has neither tags nor answers to questions; for a host it has both", (viewerClass) => {
  expect(JSON.stringify(cardFor("host", card, context))).toMatch(/Press.*Nuts/);
  expect(cardFor(viewerClass, card, context)).toMatchObject({ name: "Grace" });
  expect(JSON.stringify(cardFor(viewerClass, card, context))).not.toMatch(/Press|Nuts|tags|questionAnswers/);
});

test.each([true, false])("the entry of a tag is for hosts, not for the guest whom it is about (%s) or others", (isSubject) => {
  const body = { type: "guest.tagged", guest: card, tag: "Press", tagged: true } as const;
  const { seenBy } = guestEntryRules["guest.tagged"];
  expect(seenBy({ viewerClass: "host", isSubject: false }, body)).toEqual(body);
  for (const viewerClass of others) expect(seenBy({ viewerClass, isSubject }, body)).toBeNull();
});

test.each(others)("the entry of questions tells %s what is asked, once the event is published", (viewerClass) => {
  const about = { kind: "yesNo", text: "Bus?", options: [], required: false, perPerson: false, asksMaybe: false } as const;
  const asked: Question = { ...about, id: "0000000a", options: [] };
  const gone: Question = { ...asked, id: "0000000b", archived: true };
  const body = { type: "questions.edited" as const, questions: [asked, gone] };
  const { seenBy } = eventEntryRules["questions.edited"];
  const reader = { viewerClass, isSubject: false };
  expect(seenBy({ ...reader, viewerClass: "host" }, body, context)).toEqual(body);
  expect(seenBy(reader, body, context)).toEqual({ ...body, questions: [asked] });
  expect(seenBy(reader, body, { ...context, status: "draft" })).toBeNull();
});
