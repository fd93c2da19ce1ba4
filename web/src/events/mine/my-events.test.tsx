import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import { asked, refuse, whenAsked } from "../../testing/fake-server.test-support.ts";
import { mount } from "../../testing/mount.test-support.tsx";
import { account, signIn } from "../../testing/sign-in.test-support.ts";
import { details } from "../../testing/snapshots.test-support.ts";
import { emptyFields } from "../editor/fields.ts";
import { keepDraft, keptDraft } from "../editor/kept-draft.ts";
import type { MyEvent } from "./my-event.ts";
import { MyEvents } from "./my-events.tsx";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const tab = (name: RegExp | string) => page.getByRole("tab", { name });
const cards = page.getByRole("article");
const titles = () => [...document.querySelectorAll("article h3")].map((title) => title.textContent);

let made = 0;
function anEvent(title: string, more: Partial<MyEvent> = {}, ofDetails: Partial<MyEvent["details"]> = {}): MyEvent {
  const eventId = `00000000-0000-4000-8000-${String(++made).padStart(12, "0")}`;
  const shown = { ...details, title, startsAt: inDays(7), endsAt: inDays(7.1), ...ofDetails };
  return { eventId, hosting: false, standing: "going", going: 12, waiting: 0, ...more, details: shown };
}

async function showEvents(events: MyEvent[] | ReturnType<typeof refuse>, locale: Locale = "en") {
  whenAsked("GET /api/my-events", Array.isArray(events) ? { body: { events } } : events);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await mount(<QueryClientProvider client={client}>{<MyEvents />}</QueryClientProvider>, locale);
}

beforeEach(async () => {
  history.replaceState(null, "", "/events");
  await signIn(account);
});

describe("a card", () => {
  const standings: [string, MyEvent][] = [
    ["You're going", anEvent("a")],
    ["You said maybe", anEvent("b", { standing: "maybe" })],
    ["You're on the waitlist", anEvent("c", { standing: "waiting" })],
    ["You can't come", anEvent("d", { standing: "declined" })],
    ["Waiting for your answer", anEvent("e", { standing: "none" })],
    ["Cancelled", anEvent("f", { standing: "none" }, { status: "cancelled" })],
  ];

  test("says where I stand", async () => {
    await showEvents(standings.map(([, event]) => event));
    await expect.poll(() => titles().length).toBe(standings.length);
    for (const [words, { details: of }] of standings) {
      const card = cards.elements().find((one) => one.querySelector("h3")!.textContent === of.title)!;
      expect(card.querySelector(".badge")!.textContent, of.title).toBe(words);
    }
  });

  test.each([
    [anEvent("a", { going: 1 }, { capacity: null }), "1 person going"],
    [anEvent("b", { going: 12, waiting: 1 }), "12 of 60 people going · 1 person on the waitlist"],
    [anEvent("c", {}, { place: { kind: "online", url: null } }), "Online"],
    [anEvent("d", {}, { place: { kind: "later" } }), "Location to be announced"],
    [anEvent("e"), "Quinta do Prado"],
    [anEvent("", {}, { startsAt: null, endsAt: null }), "Without a title yet"],
    [anEvent("f", {}, { startsAt: null, endsAt: null }), "No date yet"],
  ])("says how many come, where and when %#", async (event, words) => {
    await showEvents([event]);
    await expect.element(cards.getByText(words)).toBeVisible();
  });

  test("leads to the event, and a draft to its editor", async () => {
    const [out, draft] = [anEvent("Out", { hosting: true }), anEvent("Draft", { hosting: true }, { status: "draft" })];
    await showEvents([out, draft]);
    await expect.element(page.getByRole("link", { name: "Out" })).toHaveAttribute("href", `/e/${out.eventId}`);
    await tab(/^Drafts/).click();
    await expect.element(page.getByRole("link", { name: "Draft" })).toHaveAttribute("href", `/e/${draft.eventId}/edit`);
  });

  test.each([
    ["published", ["Guest list", "Invite", "Edit", "Settings", "Duplicate"]],
    ["draft", ["Edit", "Settings", "Duplicate", "Delete the draft…"]],
    ["cancelled", ["Guest list", "Settings", "Duplicate"]],
  ] as const)("offers hosts of a %s event what can be done with it", async (status, offered) => {
    await showEvents([anEvent("Mine", { hosting: true }, { status })]);
    await page.getByRole("button", { name: "For hosts: Mine" }).click();
    expect([...document.querySelectorAll("[role=menuitem]")].map((item) => item.textContent)).toEqual(offered);
  });

  test("offers guests nothing of that", async () => {
    await showEvents([anEvent("Theirs")]);
    await expect.element(cards).toBeVisible();
    await expect.element(cards.getByRole("button")).not.toBeInTheDocument();
  });
});

describe("the tabs", () => {
  const events = [
    anEvent("Soon", {}, { startsAt: inDays(1), endsAt: null }),
    anEvent("Later", { hosting: true }, { startsAt: inDays(9), endsAt: null }),
    anEvent("Over", {}, { startsAt: inDays(-9), endsAt: inDays(-9) }),
  ];

  test("have a number each, the next event first, and are moved through with the arrows", async () => {
    await showEvents(events);
    await expect.poll(titles).toEqual(["Soon", "Later"]);
    await expect.element(tab("Upcoming 2")).toHaveAttribute("aria-selected", "true");
    (tab("Upcoming 2").element() as HTMLElement).focus();
    await userEvent.keyboard("{End}");
    await expect.element(tab("Past 1")).toHaveFocus();
    await expect.poll(titles).toEqual(["Over"]);
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(tab("Upcoming 2")).toHaveFocus();
    expect(location.search).toBe("?show=upcoming");
  });

  test("show the selected one whole on a phone, where they are wider than the screen", async () => {
    await page.viewport(390, 844);
    history.replaceState(null, "", "/events?show=past");
    const draft = anEvent("Rough", { hosting: true }, { status: "draft" });
    await showEvents([...events, draft], "de");
    await expect.element(tab(/^Vergangen/)).toHaveAttribute("aria-selected", "true");
    const [list, selected] = ["[role=tablist]", "[aria-selected=true]"].map((of) => document.querySelector(of)!);
    const FADE = 32;
    expect(list!.scrollWidth, "control: they do not fit").toBeGreaterThan(list!.clientWidth);
    expect(selected!.getBoundingClientRect().right).toBeLessThanOrEqual(list!.getBoundingClientRect().right - FADE);
    await page.viewport(1280, 900);
  });

  test("open where the address says, and an empty one says what will be there", async () => {
    history.replaceState(null, "", "/events?show=drafts");
    await showEvents(events);
    await expect.element(page.getByText("No drafts")).toBeVisible();
  });

  test("a draft that only this device has is among the drafts, and leads to its editor", async () => {
    keepDraft("x1", { created: false, status: null, server: emptyFields("UTC", "waves"), edits: {}, flying: null, at: 0 });
    await showEvents([]);
    await tab(/^Drafts/).click();
    await expect.element(cards.getByText("Only on this device")).toBeVisible();
    await expect.element(page.getByRole("link", { name: "Without a title yet" })).toHaveAttribute("href", "/events/new?draft=x1");
  });
});

test("what is empty says how it fills, and offers to sign in only to whoever is not", async () => {
  await showEvents([]);
  await expect.element(page.getByText("No upcoming events")).toBeVisible();
  const signInLink = page.getByRole("main").getByRole("link", { name: "Sign in" });
  await expect.element(signInLink).not.toBeInTheDocument();
  await signIn(null);
  await expect.element(signInLink).toHaveAttribute("href", "/sign-in?next=/events");
  await expect.element(page.getByText(/Invitations you open in this browser appear here/)).toBeVisible();
});

test("while it loads that is said, and a failure is told, with a way to try again", async () => {
  const reply = Promise.withResolvers<ReturnType<typeof refuse>>();
  whenAsked("GET /api/my-events", () => reply.promise);
  await mount(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>{<MyEvents />}</QueryClientProvider>,
  );
  await expect.element(page.getByRole("status", { name: "Loading your events" })).toBeVisible();
  reply.resolve(refuse("overloaded", undefined, 503));
  await expect.element(page.getByText("Your events could not be loaded")).toBeVisible();
  whenAsked("GET /api/my-events", { body: { events: [anEvent("Back")] } });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.poll(titles).toEqual(["Back"]);
  expect(asked("GET", "/api/my-events")).toHaveLength(2);
});

test("the page is German for German readers, and fits a phone", async () => {
  await page.viewport(390, 844);
  await showEvents([anEvent("Fest", { hosting: true, waiting: 3 }), anEvent("Feier", { standing: "none" })], "de");
  await expect.poll(titles).toHaveLength(2);
  expect(document.querySelector("main")!.textContent).not.toMatch(/\b(You|people|waitlist|Upcoming|Create|answer)\b/);
  expect(document.documentElement.scrollWidth).toBe(390);
  await page.viewport(1280, 900);
});

describe("deleting a draft", () => {
  const dialog = page.getByRole("dialog");
  const notices = page.getByRole("region", { name: "Notices" });
  const confirm = dialog.getByRole("button", { name: "Delete the draft" });
  const draft = anEvent("Rough", { hosting: true }, { status: "draft" });
  const deletions = () => asked("DELETE", `/api/events/${draft.eventId}`).length;

  async function askFor(events: MyEvent[]) {
    history.replaceState(null, "", "/events?show=drafts");
    await showEvents(events);
    await page.getByRole("button", { name: "For hosts: Rough" }).click();
    await page.getByRole("menuitem", { name: "Delete the draft…" }).click();
    await expect.element(dialog).toMatchTextContent(/Delete the draft “Rough”\?.*nobody can bring it back/);
  }

  test("asks first, and then it is gone from the list, with what this device kept of it", async () => {
    keepDraft(draft.eventId, { created: true, status: "draft", server: emptyFields("UTC", "waves"), edits: {}, flying: null, at: 0 });
    await askFor([draft, anEvent("Other", { hosting: true }, { status: "draft" })]);
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    expect(deletions()).toBe(0);

    whenAsked(`DELETE /api/events/${draft.eventId}`, { body: { deleted: true } });
    await page.getByRole("button", { name: "For hosts: Rough" }).click();
    await page.getByRole("menuitem", { name: "Delete the draft…" }).click();
    whenAsked("GET /api/my-events", { body: { events: [anEvent("Other", { hosting: true }, { status: "draft" })] } });
    await confirm.click();
    await expect.poll(titles).toEqual(["Other"]);
    await expect.element(notices).toMatchTextContent(/Draft deleted/);
    await expect.element(dialog).not.toBeInTheDocument();
    expect([deletions(), keptDraft(draft.eventId)]).toEqual([1, null]);
  });

  test.each([
    ["event_not_found", 404, /You no longer host this event, or its draft was deleted/],
    ["event_published", 409, /This event is published already\. You can cancel it instead/],
  ])("that is refused with %s says so, shows what is true, and keeps what was written here", async (code, status, words) => {
    keepDraft(draft.eventId, { created: true, status: "draft", server: emptyFields("UTC", "waves"), edits: {}, flying: null, at: 0 });
    whenAsked(`DELETE /api/events/${draft.eventId}`, refuse(code, undefined, status));
    await askFor([draft]);
    whenAsked("GET /api/my-events", { body: { events: [] } });
    await confirm.click();
    await expect.element(page.getByText("No drafts")).toBeVisible();
    await expect.element(notices).toMatchTextContent(words);
    expect(keptDraft(draft.eventId)).not.toBeNull();
  });

  test("while nobody is signed in any more leaves it where it is", async () => {
    whenAsked(`DELETE /api/events/${draft.eventId}`, refuse("sign_in_required", undefined, 401));
    await askFor([draft]);
    await confirm.click();
    await expect.element(dialog).toMatchTextContent(/sign in/i);
    expect(titles()).toEqual(["Rough"]);
  });

  test("that only this device has asks no server", async () => {
    keepDraft("x1", { created: false, status: null, server: emptyFields("UTC", "waves"), edits: {}, flying: null, at: 0 });
    await showEvents([]);
    await tab(/^Drafts/).click();
    await page.getByRole("button", { name: "Delete the draft “Without a title yet”" }).click();
    await expect.element(dialog).toMatchTextContent(/Delete this draft\?.*on this device only/);
    await confirm.click();
    await expect.element(page.getByText("No drafts")).toBeVisible();
    expect(keptDraft("x1")).toBeNull();
  });
});
