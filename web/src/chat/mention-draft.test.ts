import fc from "fast-check";
import { MAX_MENTIONS, mentionedText, type MentionToMake } from "@turnout/contract/mentions";
import { describe, expect, test } from "vitest";
import { askingAt, isFull, withMention, withText, type Draft } from "./mention-draft.ts";

const ada = { personId: "ada", name: "Ada Lindgren" };
const grace = { personId: "grace", name: "Grace" };
const plain = (text: string): Draft => ({ text, mentions: [] });

function typing(draft: Draft, typed: string): Draft {
  return withText(draft, draft.text + typed);
}

/** Somebody types an `@`, a beginning, and chooses. */
function choosing(draft: Draft, person: typeof ada, beginning = ""): Draft {
  const typed = typing(draft, `@${beginning}`);
  return withMention(typed, askingAt(typed, typed.text.length)!, person).draft;
}

describe("whom the author is about to name", () => {
  test.each([
    ["@", 1, { at: 0, query: "" }],
    ["Hi @ad", 6, { at: 3, query: "ad" }],
    ["Hi (@Ada Lin", 12, { at: 4, query: "Ada Lin" }],
    ["Hi @ada there", 6, { at: 3, query: "ad" }],
    ["ada@example.org", 15, null],
    ["Hi @ada is not coming", 21, null],
    ["Hi @ada\nwhen", 12, null],
    ["Hi", 2, null],
  ])("in %j at %i", (text, caret, expected) => expect(askingAt(plain(text), caret)).toEqual(expected));

  test("is nobody where somebody was chosen", () => {
    const draft = choosing(plain("Hi "), ada, "ad");
    expect(draft).toEqual({ text: "Hi @Ada Lindgren ", mentions: [{ personId: "ada", at: 3, length: 13 }] });
    expect(askingAt(draft, draft.text.length)).toBeNull();
    expect(askingAt(draft, 8)).toBeNull();
  });
});

test("a name that is changed by hand is only text, and those before and behind it stay", () => {
  const draft = choosing(choosing(plain(""), ada), grace);
  expect(draft.text).toBe("@Ada Lindgren @Grace ");
  const shorter = withText(draft, "@Ada Lindgre @Grace ");
  expect(shorter.mentions).toEqual([{ personId: "grace", at: 13, length: 6 }]);
  const longer = withText(typing(draft, "hello"), `Oh, ${draft.text}hello`);
  expect(longer.mentions.map(({ at }) => at)).toEqual([4, 18]);
});

test("the list is full at its limit", () => {
  let draft = plain("");
  for (let count = 0; count < MAX_MENTIONS; count++) {
    expect(isFull(draft)).toBe(false);
    draft = choosing(draft, grace);
  }
  expect(isFull(draft)).toBe(true);
});

test("whatever is typed, pasted and deleted, a mention reads as it was chosen, in order and none inside another", () => {
  const names = [ada, grace, { personId: "at", name: "@ @" }];
  const change = fc.record({
    from: fc.nat(40),
    length: fc.nat(6),
    typed: fc.constantFrom("", "a", "@", " ", "Ada", "@Grace"),
    person: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      let draft = plain("");
      for (const { from, length, typed, person } of changes) {
        const at = Math.min(from, draft.text.length);
        draft = withText(draft, draft.text.slice(0, at) + typed + draft.text.slice(at + length));
        const asking = askingAt(draft, Math.min(at + typed.length, draft.text.length));
        if (asking && person < names.length) draft = withMention(draft, asking, names[person]!).draft;
        let end = 0;
        for (const mention of draft.mentions as MentionToMake[]) {
          expect(mention.at).toBeGreaterThanOrEqual(end);
          end = mention.at + mention.length;
          expect(mentionedText(draft.text, mention)).toBe(`@${names.find(({ personId }) => personId === mention.personId)!.name}`);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
