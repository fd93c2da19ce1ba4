import fc from "fast-check";
import { expect, test } from "vitest";
import { PostMessage } from "./chat.ts";
import { CancelEvent, EditEvent, EventFields } from "./events.ts";
import { AnswerInvitation } from "./guests.ts";
import { cleanLine, cleanWords } from "./text.ts";

const TURNS = /[\u202a-\u202e\u2066-\u2069]/u;
const BREAKS = /[\r\n\v\f\u0085\u2028\u2029\p{Cc}]/u;
/** Any letters, with those among them that turn or break a line. */
const hostile = fc
  .array(
    fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(..."\r\n\t\0\v\f\u0085\u2028\u2029\u202e\u2066\u2069\u200b\ud800\u3164 ab")),
  )
  .map((parts) => parts.join(""));
const uuid = "0198f5a0-0000-7000-8000-000000000000";

/** Every text of one line that people give us, as it is kept. */
function linesOf(text: string): string[] {
  const place = { kind: "place" as const, name: `x${text}`, address: text };
  const fields = EventFields.parse({ title: text, place });
  const answer = AnswerInvitation.parse({ commandId: uuid, answer: "going", plusOnes: [text], note: "" });
  const kept = fields.place?.kind === "place" ? [fields.place.name, fields.place.address] : [];
  return [fields.title!, ...kept, ...answer.plusOnes];
}

/** Every text of several lines. */
function wordsOf(text: string): string[] {
  return [
    EventFields.parse({ description: text }).description!,
    CancelEvent.parse({ commandId: uuid, note: text }).note,
    AnswerInvitation.parse({ commandId: uuid, answer: "going", plusOnes: [], note: text }).note,
    PostMessage.parse({ commandId: uuid, text: `x${text}`, replyTo: null }).text,
  ];
}

test("no one-line text has a second line, or changes the direction of what follows", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      fc.pre(text.length <= 70);
      for (const line of linesOf(text)) {
        expect(line).not.toMatch(TURNS);
        expect(line).not.toMatch(BREAKS);
        expect(cleanLine(line)).toBe(line);
      }
    }),
  );
});

test("a text of several lines keeps its lines, and changes no direction", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      fc.pre(text.length <= 400);
      for (const words of wordsOf(text)) {
        expect(words).not.toMatch(TURNS);
        expect(words.replaceAll(/[\n\t]/g, "")).not.toMatch(BREAKS);
      }
      expect(cleanWords(cleanWords(text))).toBe(cleanWords(text));
    }),
  );
  expect(cleanWords("one\r\ntwo\u2028three\n\nfour")).toBe("one\ntwo\nthree\n\nfour");
});

test("control: the check finds text that is not cleaned", () => {
  expect("Picnic\u202e").toMatch(TURNS);
  expect("Picnic\nBcc: x").toMatch(BREAKS);
});

test("a title keeps what a language needs: joiners, accents, letters of either direction", () => {
  for (const title of ["علی\u200cرضا", "👩\u200d🚀 Launch", "Zoë’s 40th", "יום הולדת"])
    expect(EventFields.parse({ title }).title).toBe(title.normalize("NFC"));
});

test("an address of a room is one word", () => {
  const { place } = EventFields.parse({ place: { kind: "online", url: "https://meet.example/a\nb\u202e" } });
  expect(place).toEqual({ kind: "online", url: "https://meet.example/ab" });
});

test.each(["0000-01-01T00:00", "0999-12-31T23:59", "9999-12-31T23:59", "10000-01-01T00:00"])(
  "%s is no start that every calendar can write",
  (starts) => {
    expect(EventFields.safeParse({ starts }).success).toBe(false);
  },
);

test("a host's note about a change changes no direction either", () => {
  const { note } = EditEvent.parse({ commandId: "0199d4a2-7f1e-7c3a-9a43-0b2a54f8a111", fields: {}, note: "moved\u202e to \u2066nine" });
  expect(note).toBe("moved to nine");
});
