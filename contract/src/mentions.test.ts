import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanMentions, ERASED_MENTION, mentionedText, mentionsWithin, withoutNames, type Mention } from "./mentions.ts";

const NAMES = ["Ada", "Grace Hopper", "@ @", "Zoë 🦉", "*b*"];

/** A text that names people, and where. */
const named = fc
  .array(fc.tuple(fc.constantFrom("", " ", "Hi ", "\r\n", "\u202a", "🎉"), fc.nat(NAMES.length - 1)), { maxLength: 8 })
  .map((parts) => {
    let text = "";
    const mentions = parts.map(([before, who]): Mention => {
      text += before;
      const mention = { personId: `${who}`, at: text.length, length: NAMES[who]!.length + 1 };
      text += `@${NAMES[who]}`;
      return mention;
    });
    return { text: `${text} `, mentions };
  });

const nameOf = ({ personId }: Mention) => `@${NAMES[Number(personId)]}`;

test("erasing people takes their names out and leaves the others where they stand", () => {
  fc.assert(
    fc.property(named, fc.subarray(NAMES.map((_, who) => `${who}`)), ({ text, mentions }, erased) => {
      const after = withoutNames(text, mentions, new Set(erased));
      expect(mentionsWithin(after.text, after.mentions)).toEqual(after.mentions);
      for (const [place, mention] of after.mentions.entries()) {
        const before = mentions[place]!;
        const isErased = erased.includes(before.personId!);
        expect(mention.personId).toBe(isErased ? null : before.personId);
        expect(mentionedText(after.text, mention)).toBe(isErased ? ERASED_MENTION : nameOf(before));
      }
      expect(withoutNames(after.text, after.mentions, new Set(erased))).toEqual(after); // again: nothing to do
    }),
  );
});

test("mentions move along when the text is cleaned as it is kept", () => {
  fc.assert(
    fc.property(named, fc.constantFrom("", "  ", "\n\t"), ({ text, mentions }, before) => {
      const moved = mentions.map((mention) => ({ ...mention, at: mention.at + before.length }));
      const cleaned = cleanMentions(before + text, moved);
      for (const mention of cleaned.mentions) expect(mentionedText(cleaned.text, mention)).toBe(nameOf(mention));
    }),
  );
});

test("what does not fit a text is not shown in it", () => {
  const mention = (at: number, length = 4) => ({ personId: "a", at, length });
  const within = (...mentions: ReturnType<typeof mention>[]) => mentionsWithin("Hi @Ada @Bo", mentions).map(({ at }) => at);
  expect(within(mention(3), mention(8, 3))).toEqual([3, 8]);
  expect(within(mention(8, 3), mention(3))).toEqual([8]);
  expect(within(mention(3, 6), mention(8, 3))).toEqual([3]);
  expect(within(mention(0), mention(8), mention(99))).toEqual([]);
});
