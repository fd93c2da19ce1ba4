import { expect, test, vi } from "vitest";
import { emptyFields } from "./fields.ts";

// Builds compile the macros away; here they return the English text.
vi.mock("@lingui/react/macro", () => ({
  useLingui: () => ({ t: (words: TemplateStringsArray, ...values: unknown[]) => String.raw(words, ...values) }),
}));
vi.mock("@lingui/core/macro", () => ({
  plural: (count: number, { one, other }: { one: string; other: string }) => (count === 1 ? one : other).replace("#", String(count)),
}));
vi.mock("./use-local-words.ts", () => ({ useLocalWords: () => (local: string) => local.replace("T", " ") }));

const { useOptionWords: optionWords } = await import("./use-option-words.ts");
const words = optionWords();
const fields = emptyFields("Europe/Lisbon", "waves");

test("an untouched form shows the defaults", () => {
  expect(words(fields)).toEqual({
    seats: "No limit",
    plusOnes: "Up to 3 plus-ones each",
    deadline: "Open until the event ends",
    visibility: "Anyone with the link",
    guestList: "Guests see who's coming",
    chat: "Guests can read and post",
  });
});

test("seats show how many people fit, and what happens when they are taken", () => {
  expect(words({ ...fields, capacity: 60 }).seats).toBe("60 people · waitlist in strict order");
  expect(words({ ...fields, capacity: 60, waitlistRule: "fillGaps" }).seats).toBe("60 people · waitlist fills gaps");
  expect(words({ ...fields, capacity: 1, waitlist: false }).seats).toBe("1 person · no waitlist");
});

test("a deadline and a single guest have texts of their own", () => {
  expect(words({ ...fields, answersClose: "2027-06-16T20:00" }).deadline).toBe("Until 2027-06-16 20:00");
  expect(words({ ...fields, plusOnesAllowed: 0 }).plusOnes).toBe("No plus-ones");
});
