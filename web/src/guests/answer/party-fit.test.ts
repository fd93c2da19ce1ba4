import { expect, test } from "vitest";
import { details, me } from "../../testing/snapshots.test-support.ts";
import { partyFit } from "@turnout/contract/party-fit";

const tally = { going: 58, maybe: 0, waiting: 0, waitingParties: 0, declined: null, silent: null };
const silent = { ...me, standing: "none" as const };
const event = { details: { ...details, capacity: 60 }, tally, me: silent };

test("a party that fits is seated, one that does not joins the waitlist", () => {
  expect(partyFit(event, 2)).toBe("seated");
  expect(partyFit(event, 3)).toBe("waiting");
  expect(partyFit({ ...event, details: { ...event.details, waitlist: false } }, 3)).toBe("refused");
});

test("a party larger than the capacity would wait for ever", () => {
  expect(partyFit({ ...event, details: { ...event.details, capacity: 2 } }, 3)).toBe("refused");
});

test("with a waitlist everybody waits", () => {
  expect(partyFit({ ...event, tally: { ...tally, waiting: 4, waitingParties: 1 } }, 1)).toBe("waiting");
});

test("whoever has seats needs only those of the people they add", () => {
  const going = { ...event, tally: { ...tally, going: 60 }, me: { ...me, partySize: 2 } };
  expect(partyFit(going, 2)).toBe("seated");
  expect(partyFit(going, 1)).toBe("seated");
  expect(partyFit(going, 3)).toBe("refused");
});

test("without a capacity there is room for all", () => {
  expect(partyFit({ ...event, details: { ...details, capacity: null } }, 11)).toBe("seated");
});
