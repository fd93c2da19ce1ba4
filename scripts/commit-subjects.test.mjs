import { expect, test } from "vitest";
import { faultOf, MAX_SUBJECT } from "./commit-subjects.mjs";

test.each([
  "Refuse a sender that is more than one address",
  "Bring the list back",
  "Feed readers in turn",
  "Pass on what is known",
  `Allow ${"x".repeat(MAX_SUBJECT - 6)}`,
])("a short subject in the imperative mood is accepted: %s", (subject) => expect(faultOf(subject)).toBe(undefined));

test.each([
  [`Allow ${"x".repeat(MAX_SUBJECT - 5)}`, "characters"],
  ["Added a test", "imperative"],
  ["Adding a test", "imperative"],
  ["Adds a test", "imperative"],
  ["Add a test.", "full stop"],
  ["add a test", "capitalized"],
  ["fix(chat): a test", "capitalized"],
])("any other subject is not: %s", (subject, fault) => expect(faultOf(subject)).toContain(fault));
