import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { GuestCard } from "@turnout/contract/guests";
import type { Locale } from "@turnout/contract/locale";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard, listOf } from "../testing/guest-cards.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { DoorPage } from "./door-page.tsx";

const host = snapshots["host"]!;
const rows = page.getByRole("list", { name: "Guests" }).getByRole("listitem");
const row = (guest: GuestCard) => rows.filter({ hasText: guest.name });
const search = page.getByRole("searchbox");
const notices = page.getByRole("region", { name: "Notices" });
const item = (name: string) => page.getByRole("menuitem", { name });

const grace = guestCard(0, { standing: "going", partySize: 5, plusOnes: ["Vera", "", "", ""] });
const alan = guestCard(1, { standing: "going", arrived: 1, arrivedAt: "2027-06-01T17:42:00.000Z" });
const katherine = guestCard(2, { standing: "declined" });
const everybody = [grace, alan, katherine];

async function showDoor({ as = host, guests = everybody, locale = "en" as Locale } = {}) {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}`;
  const arrivals = (guest: GuestCard) => `${path}/guests/${guest.guestId}/arrivals`;
  whenAsked(`GET ${path}`, { body: { ...as, eventId } });
  whenAsked(`GET ${path}/guests`, listOf(guests));
  for (const guest of guests) whenAsked(`POST ${arrivals(guest)}`, { body: { seq: 9 } });
  await mount(withPageData({ ...as, eventId }, <DoorPage params={{ eventId }} />), locale);
  return { recorded: (guest: GuestCard) => asked("POST", arrivals(guest)).map(({ body }) => body as object), path };
}

/** Badges and words of a row that lie under one of its buttons. */
function wordsUnderButtons(item: Element): string[] {
  const buttons = [...item.querySelectorAll(".door-actions button")].map((button) => button.getBoundingClientRect());
  const isUnder = (one: DOMRect) =>
    buttons.some(({ left, right, top, bottom }) => one.left < right && one.right > left && one.top < bottom && one.bottom > top);
  const words = [...item.querySelectorAll("strong, .door-state > *")];
  return words.filter((word) => isUnder(word.getBoundingClientRect())).map((word) => word.textContent);
}

describe("at the door", () => {
  test("each party says who it is and how many of it are here, and only the unexpected have a sign of their answer", async () => {
    await showDoor({ as: { ...host, tally: { ...host.tally, going: 12, arrived: 3 } } });
    await expect.element(row(grace)).toMatchTextContent(/with Vera.*Let in 5/);
    await expect.element(row(alan)).toMatchTextContent(/Here since/);
    await expect.element(row(katherine)).toMatchTextContent(/Can't come.*Let in/);
    await expect.element(row(alan).getByRole("button", { name: /Let in/ })).not.toBeInTheDocument();
    await expect.element(page.getByRole("status").first()).toMatchTextContent(/3.*here.*12 people said they are coming/);
    await expect.element(page.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "3");
  });

  test("one press lets the whole party in, and Undo takes that back", async () => {
    const { recorded } = await showDoor();
    await row(grace).getByRole("button", { name: "Let in 5: Grace Almeida" }).click();
    await expect.element(notices.getByText("Grace Almeida is in: 5 people")).toBeVisible();
    await notices.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => recorded(grace)).toMatchObject([{ people: 5, override: false }, { people: -5 }]);
  });

  test("a part of a party is let in, and one more than announced", async () => {
    const { recorded } = await showDoor();
    await row(grace)
      .getByRole("button", { name: /^More for/ })
      .click();
    await item("Let in 3").click();
    await expect.poll(() => recorded(grace)).toMatchObject([{ people: 3, override: false }]);
    await row(alan)
      .getByRole("button", { name: /^More for/ })
      .click();
    await item("One more came along").click();
    await expect.poll(() => recorded(alan)).toMatchObject([{ people: 1, override: true }]);
    await row(alan)
      .getByRole("button", { name: /^More for/ })
      .click();
    await item("Take one back").click();
    await expect.poll(() => recorded(alan)).toMatchObject([{ people: 1 }, { people: -1 }]);
  });

  test("Enter lets the only match in and clears the search; of several, and of those who are here, nobody", async () => {
    const { recorded } = await showDoor();
    await search.fill("a");
    await expect.poll(() => rows.elements().length).toBe(3);
    await userEvent.keyboard("{Enter}");
    await search.fill("alan");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await search.fill("kath");
    await expect.element(row(katherine)).toBeVisible();
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(search).toHaveValue("");
    expect([grace, alan, katherine].map((guest) => recorded(guest).length)).toEqual([0, 0, 1]);
  });

  test("who came in by another door is said in words, and nobody is let in twice", async () => {
    const { path } = await showDoor();
    whenAsked(`POST ${path}/guests/${grace.guestId}/arrivals`, refuse("already_arrived", { arrived: 5, party: 5 }));
    await row(grace)
      .getByRole("button", { name: /^Let in/ })
      .click();
    await expect.element(notices.getByText("5 of 5 people of this party are here already.")).toBeVisible();
  });

  test("where nobody is found, the way on is to add them", async () => {
    await showDoor();
    await search.fill("zzz");
    await expect.element(page.getByText("Nobody matches")).toBeVisible();
    await page.getByRole("button", { name: "Add a guest" }).click();
    await expect.element(page.getByRole("dialog", { name: "Add a guest" })).toBeVisible();
  });

  test("guests do not see it", async () => {
    await showDoor({ as: snapshots["going"] ?? { ...host, viewer: { ...host.viewer, class: "guest" } } });
    await expect.element(page.getByText("Only hosts can see the guest list")).toBeVisible();
  });

  test("fits a phone, in German too, with buttons for thumbs that cover no words", async () => {
    await page.viewport(390, 844);
    const silent = guestCard(3, { name: "Wolfgang Amadeus" });
    await showDoor({ guests: [...everybody, silent], locale: "de" });
    const listed = page.getByRole("list", { name: "Gäste" }).getByRole("listitem");
    await expect.poll(() => listed.elements().length).toBe(4);
    for (const item of listed.elements()) expect(wordsUnderButtons(item), item.textContent).toEqual([]);
    expect(document.documentElement.scrollWidth).toBe(390);
    const button = page.getByRole("button", { name: "5 einlassen: Grace Almeida" });
    expect(button.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    await page.viewport(1280, 900);
  });
});
