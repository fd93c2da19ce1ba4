import { expect, test } from "vitest";
import { Standing, type GuestCard } from "@turnout/contract/guests";
import { CodeVerdict } from "@turnout/contract/door";
import { guestCard } from "../../../testing/guest-cards.test-support.ts";
import { outcomeOf, toneOf } from "./scan-outcome.ts";

const toneFor = (fields: Partial<GuestCard>, verdict: CodeVerdict = "listed") =>
  toneOf(outcomeOf({ verdict, guest: guestCard(0, fields) }));

test("green is for those alone who are going and not in yet, all or some of them", () => {
  expect(outcomeOf({ verdict: "listed", guest: guestCard(0, { standing: "going", partySize: 5, arrived: 3 }) })).toMatchObject({
    kind: "welcome",
    left: 2,
  });
  for (const standing of Standing.options) expect(toneFor({ standing }), standing).toBe(standing === "going" ? "green" : "red");
});

test("who is in already is amber, whatever they had answered", () => {
  for (const standing of Standing.options) expect(toneFor({ standing, partySize: 2, arrived: 2 })).toBe("amber");
});

test("any other verdict is red, also of a guest who is going", () => {
  for (const verdict of CodeVerdict.options)
    expect(toneFor({ standing: "going" }, verdict), verdict).toBe(verdict === "listed" ? "green" : "red");
});

test("a word of the server that names nobody lets nobody in", () => {
  expect(outcomeOf({ verdict: "listed", guest: null }).kind).toBe("forged");
});
