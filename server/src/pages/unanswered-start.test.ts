import { randomUUID } from "node:crypto";
import { aSnapshot } from "@turnout/contract/a-snapshot.test-support";
import { MAX_PERSON_NAME } from "@turnout/contract/person-name";
import type { Me } from "@turnout/contract/guests";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { expect, test } from "vitest";
import { filledIn, MAX_GAPS } from "../http/brotli-pieces.ts";
import { htmlText } from "../http/html.ts";
import { answerCard } from "./answer-card.ts";
import { anyGuest, cutAtMarks, fillingsFor, hasNotAnswered, NAME_GAP } from "./unanswered-start.ts";

const NOW = Date.parse("2030-06-01T12:00:00Z");
const UUIDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const grace: Me = {
  guestId: randomUUID(),
  name: 'Grace <3 & "Kim"',
  email: "grace@example.org",
  standing: "none",
  partySize: 1,
  plusOnes: [],
  note: "",
  ticket: null,
  place: null,
  claimed: true,
  questionAnswers: {},
};

const question = {
  id: "0000000a",
  kind: "oneOf" as const,
  text: "Meal",
  options: ["0000000b", "0000000c"].map((id) => ({ id, text: "Fish" })),
  required: true,
  perPerson: true,
  asksMaybe: true,
};

const details = {
  ...aSnapshot().details,
  title: "Picnic",
  status: "published",
  startsAt: "2030-06-18T19:00:00.000Z",
  starts: "2030-06-18T19:00",
  zone: "UTC",
  allDay: false,
  ends: null,
  endsAt: null,
  answersCloseAt: null,
  plusOnesAllowed: 2,
  capacity: 5,
  waitlist: true,
} as unknown as EventSnapshot["details"];

const phases: Record<string, Partial<EventSnapshot["details"]>> = {
  open: {},
  closed: { answersCloseAt: "2030-05-01T12:00:00.000Z" },
  over: { startsAt: "2030-05-01T12:00:00.000Z", starts: "2030-05-01T12:00" },
  cancelled: { status: "cancelled" },
};

/** What a card says, whatever its ids are. */
const said = (card: string) => card.replaceAll(UUIDS, "an id").replaceAll(/<bdi +>/g, "<bdi>");

test("the form that unanswered guests share, with one's own in its gaps, is the form made for that guest", () => {
  let withGaps = 0;
  for (const phase of Object.keys(phases))
    for (const locale of ["en", "de"])
      for (const asked of [null, "going", "maybe", "declined", "change"] as const)
        for (const brings of [undefined, 0, 3])
          for (const viewerClass of ["guest", "host"] as const)
            for (const questions of [[], [question]]) {
              const me: Me = brings === undefined ? grace : { ...grace, plusOnesAllowed: brings };
              const snapshot = aSnapshot({
                details: { ...details, ...phases[phase] },
                tally: { ...aSnapshot().tally, going: 5 },
                questions,
                viewer: { class: viewerClass, personId: me.guestId },
              });
              const content = { locale, dates: locale, now: NOW, asked, accountName: "Grace Account", refused: null };
              const cardOf = (of: { me: Me; form: string }) => {
                const card = answerCard({ ...content, snapshot: { ...snapshot, me: of.me }, form: of.form });
                return card ? htmlText(card) : "";
              };
              const any = anyGuest(me);
              const start = cutAtMarks(Buffer.from(cardOf(any)));
              const shared = start.pieces.map(String).join("");
              expect(shared).not.toContain(any.me.name);
              expect(shared).not.toContain(any.form);
              expect(shared).not.toContain(content.accountName);
              const fillings = fillingsFor(start, me)!;
              expect(fillings.map(({ length }) => length)).toEqual(start.gaps);
              expect(start.gaps.reduce((sum, gap) => sum + gap, 0)).toBeLessThanOrEqual(MAX_GAPS);
              const filled = Buffer.concat(filledIn(start.pieces, fillings)).toString();
              expect(said(filled)).toBe(said(cardOf({ me, form: randomUUID() })));
              withGaps += start.gaps.length;
            }
  expect(withGaps).toBeGreaterThan(100);
});

test("each page's form has a name of its own", () => {
  const start = cutAtMarks(Buffer.from(`name="${anyGuest(grace).form}"`));
  const [first, second] = [fillingsFor(start, grace), fillingsFor(start, grace)].map(String);
  expect(first).toMatch(UUIDS);
  expect(first).not.toBe(second);
});

test("a name that NAME_GAP has no room for gets a page of its own, and any other fits", () => {
  const start = cutAtMarks(Buffer.from(`<bdi>${anyGuest(grace).me.name}</bdi>`));
  expect(start.gaps).toEqual([NAME_GAP]);
  const fits = (name: string) => fillingsFor(start, { ...grace, name }) !== null;
  expect(fits("x".repeat(MAX_PERSON_NAME))).toBe(true);
  const room = NAME_GAP - "<bdi></bdi>".length;
  expect([fits("x".repeat(room)), fits("x".repeat(room + 1)), fits("&".repeat(room / 5 + 1))]).toEqual([true, false, false]);
});

test("who has answered, or written anything, is not taken for somebody who has not", () => {
  expect(hasNotAnswered(grace)).toBe(true);
  const { questionAnswers: _, ...unasked } = grace;
  expect(hasNotAnswered(unasked)).toBe(true);
  for (const change of [
    { standing: "declined" as const },
    { standing: "waiting" as const },
    { note: "Late" },
    { plusOnes: [""] },
    { questionAnswers: { [question.id]: ["0000000b"] } },
  ])
    expect(hasNotAnswered({ ...grace, ...change })).toBe(false);
});
