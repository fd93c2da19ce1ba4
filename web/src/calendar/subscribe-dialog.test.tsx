import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { followedEvent } from "../testing/followed-event.test-support.tsx";
import { mount } from "../testing/mount.test-support.tsx";
import { account, signIn } from "../testing/sign-in.test-support.ts";
import { going } from "../testing/snapshots.test-support.ts";
import { CalendarMenu } from "./calendar-menu.tsx";
import { SubscribeButton } from "./subscribe-button.tsx";

const OF_EVENT = `/api/events/${going.eventId}/calendar-feed`;
const first = "https://turnout.test/calendar/first.ics";
const second = "https://turnout.test/calendar/second.ics";
const button = (name: string | RegExp) => page.getByRole("button", { name });
const link = page.getByRole("textbox", { name: "Calendar link" });

beforeEach(async () => {
  await signIn(account);
});

async function openAll(locale: Locale = "en") {
  whenAsked("POST /api/calendar-feed", { body: { url: first } });
  await mount(<SubscribeButton />, locale);
  await button(/^(Subscribe|Abonnieren)$/).click();
}

test("the link of all my events opens in the calendar app, and can be copied", async () => {
  await openAll();
  await expect.element(link).toHaveValue(first);
  await expect
    .element(page.getByRole("link", { name: "Open in calendar app" }))
    .toHaveAttribute("href", "webcal://turnout.test/calendar/first.ics");
  await expect.element(button("Copy link")).toBeVisible();
  expect(asked("POST", "/api/calendar-feed").map(({ body }) => body)).toContainEqual({ renew: false });
});

test("an app that asks for an account is given server and password, and any user name will do", async () => {
  await openAll();
  await page.getByText("As an account (CalDAV)").click();
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  await expect.element(field("Server")).toHaveValue("https://turnout.test/caldav/");
  await expect.element(field("Password")).toHaveValue("first");
});

test("a new link is made only after a question, which says what ends", async () => {
  await openAll();
  await expect.element(link).toHaveValue(first);
  whenAsked("POST /api/calendar-feed", { body: { url: second } });
  await button("Renew").click();
  await expect.element(page.getByText(/The old one ends at once/)).toBeVisible();
  expect(asked("POST", "/api/calendar-feed").map(({ body }) => body)).not.toContainEqual({ renew: true });
  await button("Make a new link").click();
  await expect.element(link).toHaveValue(second);
  expect(asked("POST", "/api/calendar-feed").at(-1)!.body).toEqual({ renew: true });
});

test("a failure is told, with a way to try again", async () => {
  whenAsked("POST /api/calendar-feed", refuse("overloaded", undefined, 503));
  await mount(<SubscribeButton />);
  await button("Subscribe").click();
  await expect.element(button("Try again")).toBeVisible();
  whenAsked("POST /api/calendar-feed", { body: { url: first } });
  await button("Try again").click();
  await expect.element(link).toHaveValue(first);
});

test("whoever is not signed in has no feed of all events", async () => {
  await signIn(null);
  await mount(<SubscribeButton />);
  expect(page.getByRole("button").elements()).toEqual([]);
});

test("on an event's page a guest finds it in the calendar menu, by keyboard too, and gets the focus back", async () => {
  whenAsked(`POST ${OF_EVENT}`, { body: { url: first } });
  await mount(followedEvent(going).show(<CalendarMenu />));
  const menu = button("Add to calendar");
  await expect.element(menu).toBeVisible();
  (menu.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  // The menu takes the focus once it is open.
  await expect.poll(() => document.activeElement?.getAttribute("role")).toBe("menuitem");
  await userEvent.keyboard("{End}{Enter}");
  await expect.element(link).toHaveValue(first);
  await userEvent.keyboard("{Escape}");
  await expect.element(link).not.toBeInTheDocument();
  await expect.poll(() => document.activeElement).toBe(menu.element());
});

test("a visitor who is not on the list is offered no feed", async () => {
  const visitor = { ...going, me: null, viewer: { ...going.viewer, class: "public" as const, guestId: null } };
  await mount(followedEvent(visitor).show(<CalendarMenu />));
  await button("Add to calendar").click();
  await expect.element(page.getByRole("menuitem", { name: "Google Calendar" })).toBeVisible();
  await expect.element(page.getByRole("menuitem", { name: /Subscribe/ })).not.toBeInTheDocument();
});

test("it is German for German readers, and fits a phone", async () => {
  await page.viewport(390, 844);
  await openAll("de");
  const dialog = page.getByRole("dialog");
  await expect.element(dialog.getByRole("link", { name: "In der Kalender-App öffnen" })).toBeVisible();
  expect(dialog.element().textContent).not.toMatch(/\b(calendar|link you|Copy|Renew|shows)\b/);
  expect(document.documentElement.scrollWidth).toBe(390);
  await page.viewport(1280, 900);
});
