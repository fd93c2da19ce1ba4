import { beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { asked, refuse, whenAsked } from "../../testing/fake-server.test-support.ts";
import { followedEvent } from "../../testing/followed-event.test-support.tsx";
import { mount } from "../../testing/mount.test-support.tsx";
import { account, signIn } from "../../testing/sign-in.test-support.ts";
import { details, going, snapshots } from "../../testing/snapshots.test-support.ts";
import { AnswerCard } from "./answer-card.tsx";

const CONFLICTS = `/api/events/${going.eventId}/conflicts`;
const concert = { eventId: "00000000-0000-4000-8000-00000000000c", title: "Concert", hosting: false };
const fair = { eventId: "00000000-0000-4000-8000-00000000000d", title: "Fair", hosting: true };
const says = (words: RegExp) => page.getByText(words);

async function showCard(as: EventSnapshot, conflicts: object[] = [concert, fair], locale: Locale = "en") {
  whenAsked(`GET ${CONFLICTS}`, { body: { conflicts } });
  const event = followedEvent(as);
  await mount(event.show(<AnswerCard calendar={null} onSayHello={() => {}} />), locale);
  return event;
}

beforeEach(async () => {
  history.replaceState(null, "", "/");
  await signIn(account);
});

test("whoever is asked learns what they have at that hour, with a way there", async () => {
  await showCard(snapshots["invited"]!);
  await expect.element(says(/^You said yes to .*Concert.* at that hour\.$/)).toBeVisible();
  await expect.element(says(/^You host .*Fair.* at that hour\.$/)).toBeVisible();
  await expect.element(page.getByRole("link", { name: "Concert" })).toHaveAttribute("href", `/e/${concert.eventId}`);
});

test("it stays beside a yes, and is gone beside a no", async () => {
  const event = await showCard(going);
  await expect.element(says(/Concert/)).toBeVisible();
  event.becomes({ me: { ...going.me!, standing: "declined" } });
  await expect.element(says(/Concert/)).not.toBeInTheDocument();
});

test("a new time is asked about again", async () => {
  const event = await showCard(going);
  await expect.element(says(/Concert/)).toBeVisible();
  whenAsked(`GET ${CONFLICTS}`, { body: { conflicts: [] } });
  event.becomes({ details: { ...details, startsAt: "2031-01-01T20:00:00Z", endsAt: null } });
  await expect.element(says(/Concert/)).not.toBeInTheDocument();
});

test.each([
  ["there is none", { body: { conflicts: [] } }],
  ["that cannot be known now", refuse("overloaded", undefined, 503)],
])("nothing is said where %s", async (_, reply) => {
  whenAsked(`GET ${CONFLICTS}`, reply);
  await mount(followedEvent(going).show(<AnswerCard calendar={null} onSayHello={() => {}} />));
  await expect.poll(() => asked("GET", CONFLICTS).length).toBeGreaterThan(0);
  await expect.element(page.getByText("You're going")).toBeVisible();
  expect(document.querySelector(".conflicts")).toBeNull();
});

test("without an account nobody asks", async () => {
  await signIn(null);
  await showCard(snapshots["invited"]!);
  await expect.element(page.getByRole("region", { name: "Your answer" })).toBeVisible();
  expect(asked("GET", CONFLICTS)).toEqual([]);
});

test("it is German for German readers", async () => {
  await showCard(going, [concert, fair], "de");
  await expect.element(says(/^Für diese Zeit hast du schon .*Concert.* zugesagt\.$/)).toBeVisible();
  await expect.element(says(/^Um diese Zeit veranstaltest du .*Fair.*\.$/)).toBeVisible();
});
