import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import { whenAsked } from "../../testing/fake-server.test-support.ts";
import { mount } from "../../testing/mount.test-support.tsx";
import { account, signIn } from "../../testing/sign-in.test-support.ts";
import { details } from "../../testing/snapshots.test-support.ts";
import type { MyEvent } from "./my-event.ts";
import { MyEvents } from "./my-events.tsx";

let made = 0;
/** On the reader's clock, which is Lisbon's. */
function anEvent(title: string, startsAt: string, more: Partial<MyEvent> = {}, ofDetails: Partial<MyEvent["details"]> = {}): MyEvent {
  const eventId = `00000000-0000-4000-8000-${String(++made).padStart(12, "0")}`;
  const times = { startsAt, endsAt: null, allDay: false, starts: startsAt.slice(0, 16), ends: null, zone: "UTC" };
  return {
    eventId,
    hosting: false,
    standing: "going",
    going: 1,
    waiting: 0,
    ...more,
    details: { ...details, title, ...times, ...ofDetails },
  };
}

async function showMonth(events: MyEvent[], month = "2031-06", locale: Locale = "en") {
  history.replaceState(null, "", `/events?month=${month}`);
  whenAsked("GET /api/my-events", { body: { events } });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await mount(<QueryClientProvider client={client}>{<MyEvents />}</QueryClientProvider>, locale);
}

const button = (name: string) => page.getByRole("button", { name });
const table = (name: string) => page.getByRole("table", { name });
const cell = (date: RegExp) => page.getByRole("cell", { name: date });

beforeEach(async () => {
  await signIn(account);
});

test("an event is in the cell of its day, with its time and where I stand", async () => {
  await showMonth([
    anEvent("Dinner", "2031-06-18T18:30:00Z"),
    anEvent("Walk", "2031-06-18T09:00:00Z", { standing: "maybe" }),
    anEvent("Mine", "2031-06-20T09:00:00Z", { hosting: true, standing: null }),
    anEvent("Off", "2031-06-21T09:00:00Z", {}, { status: "cancelled" }),
    anEvent("July", "2031-07-18T09:00:00Z"),
  ]);
  await expect.element(table("June 2031")).toBeVisible();
  const links = (date: RegExp) => [...cell(date).element().querySelectorAll("a")].map((link) => link.textContent!.replace(/\s+/g, " "));
  expect(links(/Wednesday,? 18 June/)).toEqual(["10:00 Walk, You said maybe", "19:30 Dinner, You're going"]);
  expect(links(/Friday,? 20 June/)).toEqual(["10:00 Mine, You host"]);
  expect(links(/Saturday,? 21 June/)).toEqual(["10:00 Off, Cancelled"]);
  expect(document.querySelectorAll("td a")).toHaveLength(4);
  await expect.element(page.getByRole("link", { name: /Dinner/ })).toHaveAttribute("href", expect.stringMatching(/^\/e\/0/));
});

test("an event of several days is on each of them, with its time on the first only", async () => {
  const long = { endsAt: "2031-06-12T10:00:00Z", ends: "2031-06-12T10:00" };
  await showMonth([anEvent("Camp", "2031-06-10T16:00:00Z", {}, long)]);
  await expect.element(table("June 2031")).toBeVisible();
  const found = [...document.querySelectorAll("td a")].map((link) => link.textContent!.trim().replace(/\s+/g, " "));
  expect(found).toEqual(["17:00 Camp, You're going", "Camp, You're going", "Camp, You're going"]);
});

test("months are turned by buttons and keys, and the new one is read aloud", async () => {
  await showMonth([]);
  const heading = page.getByRole("heading", { level: 2 });
  await expect.element(heading).toHaveTextContent("June 2031");
  await expect.element(heading).toHaveAttribute("aria-live", "polite");
  await expect.element(page.getByText("Nothing in this month.")).toBeVisible();
  await button("Next month").click();
  await expect.element(heading).toHaveTextContent("July 2031");
  expect(location.search).toBe("?month=2031-07");
  await userEvent.keyboard("{PageUp}{PageUp}");
  await expect.element(heading).toHaveTextContent("May 2031");
  await button("Today").click();
  await expect.element(heading).toHaveTextContent(new Date().toLocaleDateString("en-GB", { month: "long", year: "numeric" }));
  await expect.element(button("Today")).not.toBeInTheDocument();
  expect(document.querySelectorAll("[aria-current=date]")).toHaveLength(1);
});

test("list and month are two views of the same, which the address names", async () => {
  await showMonth([anEvent("Dinner", "2031-06-18T18:30:00Z")]);
  await expect.element(button("Month")).toHaveAttribute("aria-pressed", "true");
  await button("List").click();
  await expect.element(page.getByRole("article")).toBeVisible();
  expect([location.pathname, location.search]).toEqual(["/events", ""]);
  await button("Month").click();
  await expect.element(page.getByRole("table")).toBeVisible();
});

test("on a phone the days that have something are listed", async () => {
  await page.viewport(390, 844);
  await showMonth([anEvent("Dinner", "2031-06-18T18:30:00Z"), anEvent("Fair", "2031-06-28T09:00:00Z")]);
  await expect.element(table("June 2031")).toBeVisible();
  const shown = [...document.querySelectorAll("td")].filter((day) => day.checkVisibility());
  expect(shown.map((day) => day.querySelector("time")!.dateTime)).toEqual(["2031-06-18", "2031-06-28"]);
  expect(document.documentElement.scrollWidth).toBe(390);
  await page.viewport(1280, 900);
});

test("it is German for German readers", async () => {
  await showMonth([anEvent("Fest", "2031-06-18T18:30:00Z", { hosting: true })], "2031-06", "de");
  await expect.element(table("Juni 2031")).toBeVisible();
  await expect.element(cell(/Mittwoch, 18. Juni/)).toBeVisible();
  expect(document.querySelector("main")!.textContent).not.toMatch(/\b(You|Month|Today|List|Wed|June)\b/);
});
