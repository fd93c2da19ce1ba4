import { expect, test } from "vitest";
import { me } from "../../events/event-page.fixtures.ts";
import { draftFromAddress } from "./answer-draft.ts";

const silent = { ...me, standing: "none" as const, plusOnes: [], note: "" };

test("a link in a mail only opens the form", () => {
  expect(draftFromAddress(silent, "?answer=maybe")).toMatchObject({ answer: "maybe", name: "Grace Almeida" });
  expect(draftFromAddress(null, "?answer=going")).toMatchObject({ answer: "going", name: "" });
});

test("what is no answer, or stands already, opens nothing", () => {
  expect(draftFromAddress(silent, "?answer=waiting")).toBeNull();
  expect(draftFromAddress(silent, "")).toBeNull();
  expect(draftFromAddress(me, "?answer=going")).toBeNull();
});
