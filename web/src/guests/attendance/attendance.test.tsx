import { describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { CalendarMenu } from "../../calendar/calendar-menu.tsx";
import { asked, refuse, whenAsked } from "../../testing/fake-server.test-support.ts";
import { followedEvent } from "../../testing/followed-event.test-support.tsx";
import { guestCard, listOf } from "../../testing/guest-cards.test-support.ts";
import { mount } from "../../testing/mount.test-support.tsx";
import { details, faces, going, snapshots } from "../../testing/snapshots.test-support.ts";
import { Attendance } from "./attendance.tsx";
import { LatestAnswers } from "./latest-answers.tsx";

const GUESTS = `/api/events/${going.eventId}/guests`;
const section = page.getByRole("region", { name: "Who's coming" });
const row = section.getByRole("list", { name: "Some of those coming" });
const dialog = page.getByRole("dialog", { name: "Who's coming" });
const listed = () => [...document.querySelectorAll(".attendee-name")].map((name) => name.textContent);
const focused = () => document.activeElement!.textContent;

async function show(as: EventSnapshot = going, locale: Locale = "en") {
  const event = followedEvent(as);
  await mount(event.show(<Attendance />), locale);
  await expect.element(page.getByRole("region").first()).toBeVisible();
  return event;
}

describe("the counts", () => {
  test.each([
    ["a guest is not told who is silent", going, /47 going.*6 maybe(?!.*no answer yet)/],
    ["a host is", snapshots["host"]!, /60 going.*6 maybe.*5 no answer yet/],
  ])("%s", async (_who, as, words) => {
    await show(as);
    await expect.element(section).toMatchTextContent(words);
  });

  test.each([
    [{ going: 59 }, 60, "1 seat left of 60"],
    [{ going: 47 }, 60, "13 seats left of 60"],
    [{ going: 60, waiting: 5 }, 60, "Full · 5 waiting"],
    [{ going: 60, waiting: 0 }, 60, "Full · 60 of 60 seats taken"],
    [{ going: 63, waiting: 0 }, 60, "Full · 60 of 60 seats taken"],
  ])("with %j of %d seats “%s” is said", async (tally, capacity, words) => {
    await show({ ...going, tally: { ...going.tally, ...tally }, details: { ...details, capacity } });
    await expect.element(section.getByText(words)).toBeVisible();
    await expect.element(section.getByRole("progressbar", { name: "Seats taken" })).toBeInTheDocument();
  });

  const over = { ...details, capacity: 60, startsAt: "2020-06-18T19:00:00Z", endsAt: "2020-06-18T22:00:00Z" };

  test("once the event is over, it says who was going, and nothing of seats or of answers still to come", async () => {
    await show({ ...snapshots["host"]!, details: over });
    await expect.element(page.getByRole("heading", { name: "Who was going" })).toBeVisible();
    await expect.element(page.getByRole("progressbar")).not.toBeInTheDocument();
    await expect.element(page.getByRole("region", { name: "Who was going" })).toMatchTextContent(/60 going.*6 maybe(?!.*yet)/);
  });

  test("once an event that nobody came to is over, no answers are awaited", async () => {
    await show({ ...going, faces: [], tally: { ...going.tally, going: 0, maybe: 0 }, details: over });
    await expect.element(page.getByRole("region", { name: "Who was going" })).toMatchTextContent(/0 going(?!.*yet)/);
  });

  test("without a limit nothing is said of seats", async () => {
    await show({ ...going, details: { ...details, capacity: null } });
    await expect.element(section.getByRole("progressbar")).not.toBeInTheDocument();
  });

  test.each([
    [1, "1 person is going now."],
    [48, "48 people are going now."],
  ])("%d going is read out when it comes to that", async (count, words) => {
    const event = await show();
    event.becomes({ tally: { ...going.tally, going: count } });
    await expect.element(page.getByRole("log")).toMatchTextContent(words);
  });
});

describe("the faces", () => {
  test("are one stop for Tab, and the arrows, Home and End go along them", async () => {
    await show();
    await userEvent.keyboard("{Tab}");
    expect(focused()).toContain(faces[0]!.name);
    await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowLeft}");
    expect(focused()).toContain(faces[1]!.name);
    await userEvent.keyboard("{End}");
    expect(focused()).toMatch(/and 34 more going/);
    await userEvent.keyboard("{ArrowRight}{Home}{ArrowLeft}");
    expect(focused()).toContain(faces[0]!.name);
    await userEvent.keyboard("{Tab}");
    expect(row.element().contains(document.activeElement)).toBe(false);
  });

  test("tell who looks at the page just now", async () => {
    const event = await show();
    const people = [{ personId: faces[1]!.guestId, name: faces[1]!.name }];
    event.watcher.presence({ type: "presence", eventId: going.eventId, count: 2, people });
    await expect.element(row.getByRole("button", { name: /^Alan Hoffmann, looking at this page/ })).toBeInTheDocument();
    await expect.element(row.getByRole("button", { name: /Katherine Okafor(?!, looking)/ })).toBeInTheDocument();
  });

  test.each([
    ["only hosts may see", { details: { ...details, guestListFor: "hosts" as const } }, "Only the hosts can see the guest list."],
    [
      "the reader may not see",
      { viewer: { class: "public" as const, personId: null }, details: { ...details, guestListFor: "guests" as const } },
      "Guests on the list can see each other's names.",
    ],
    ["are none yet, but some might", { faces: [] }, "Nobody has said yes yet."],
    [
      "are none at all",
      { faces: [], tally: { ...going.tally, going: 0, maybe: 0 } },
      "No one yet. Answers show up here the moment they come in.",
    ],
  ])("that %s are none, and why is said", async (_which, more, words) => {
    await show({ ...going, ...more });
    await expect.element(section.getByText(words)).toBeVisible();
    await expect.element(row).not.toBeInTheDocument();
  });
});

describe("the whole list", () => {
  const everybody = [
    guestCard(0, { standing: "going", partySize: 3 }),
    guestCard(1, { standing: "going" }),
    guestCard(2, { standing: "maybe" }),
  ];
  async function open() {
    const event = await show();
    await row.getByRole("button").last().click();
    await expect.element(dialog).toBeVisible();
    return event;
  }

  test("has each with how many they bring, is searched by name, and has those who might come beside", async () => {
    whenAsked(`GET ${GUESTS}`, listOf(everybody));
    await open();
    await expect.poll(listed).toEqual([faces[1]!.name, faces[0]!.name]);
    await expect.element(dialog.getByText("+2")).toBeVisible();
    await dialog.getByRole("searchbox").fill("grace");
    await expect.poll(listed).toEqual([faces[0]!.name]);
    await dialog.getByRole("searchbox").fill("nobody");
    await expect.element(dialog.getByText("No one by that name.")).toBeVisible();
    await dialog.getByRole("searchbox").fill("");
    await dialog.getByText(/^Maybe/).click();
    await expect.poll(listed).toEqual([faces[2]!.name]);
    expect(asked("GET", GUESTS).at(-1)!.query.get("standing")).toBe("maybe");
    await userEvent.keyboard("{Escape}");
    await expect.element(row.getByRole("button").last()).toHaveFocus();
  });

  test("that cannot be loaded says so, and is loaded by a press", async () => {
    whenAsked(`GET ${GUESTS}`, refuse("overloaded", undefined, 503));
    await open();
    const again = dialog.getByRole("button", { name: /couldn't be loaded/ });
    await expect.element(again).toBeVisible();
    whenAsked(`GET ${GUESTS}`, listOf(everybody));
    await again.click();
    await expect.poll(listed).toHaveLength(2);
    await expect.element(again).not.toBeInTheDocument();
  });

  test("goes on page by page", async () => {
    const [first, ...rest] = everybody.slice(0, 2);
    const pageOf = (guests: unknown[], next: string | null) => ({ body: { guests, total: 2, next } });
    whenAsked(`GET ${GUESTS}`, ({ query }) => (query.get("cursor") === "two" ? pageOf(rest, null) : pageOf([first], "two")));
    await open();
    await dialog.getByRole("button", { name: "Show more" }).click();
    await expect.poll(listed).toEqual([faces[0]!.name, faces[1]!.name]);
    await expect.element(dialog.getByRole("button", { name: "Show more" })).not.toBeInTheDocument();
  });
});

test("hosts see the latest answers as they come, each guest once", async () => {
  const answered = (at: number, minutes: number, more = {}) =>
    guestCard(at, { standing: "going", answeredAt: new Date(Date.now() - minutes * 60_000).toISOString(), ...more });
  whenAsked(`GET ${GUESTS}`, listOf([answered(0, 5, { note: "Yes!" }), answered(1, 9), guestCard(2)]));
  const event = followedEvent(snapshots["host"]!);
  await mount(event.show(<LatestAnswers />));
  const answers = page.getByRole("region", { name: "Latest answers" }).getByRole("listitem");
  await expect.poll(() => answers.elements().length).toBe(2);
  await expect.element(answers.first()).toMatchTextContent(/Grace Almeida.*Yes!.*Going.*5 minutes ago/);
  const guest = answered(1, 0, { standing: "maybe", partySize: 2 });
  event.happens({ type: "rsvp.answered", guestId: guest.guestId, guest } as never);
  await expect.element(answers.first()).toMatchTextContent(/Alan Hoffmann \+1.*Maybe/);
  expect(answers.elements()).toHaveLength(2);
});

test("a host with the event open is told what a guest writes by email, and led to their card", async () => {
  whenAsked(`GET ${GUESTS}`, listOf([]));
  const event = followedEvent(snapshots["host"]!);
  await mount(event.show(<LatestAnswers />));
  await expect.poll(() => asked("GET", GUESTS).length).toBeGreaterThan(0);
  const { guestId } = guestCard(0);
  event.happens({ type: "guest.wrote", guestId, text: `Can I bring a\n${"salad ".repeat(40)}`, from: null, files: 0 });
  const notice = page.getByRole("region", { name: "Notices" }).getByText(/wrote: “Can I bring a salad .*…”/);
  await expect.element(notice).toBeVisible();
  const gone = vi.spyOn(history, "pushState").mockReturnValue();
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Show" }).click();
  expect(gone.mock.calls.map(([, , to]) => to)).toEqual([expect.stringMatching(new RegExp(`/guests#guest=${guestId}&search=`))]);
  gone.mockRestore();
});

describe("the calendar menu", () => {
  const open = page.getByRole("button", { name: "Add to calendar" });

  test("offers a file and the large calendars, and gives the focus back to its button", async () => {
    await mount(followedEvent(going).show(<CalendarMenu />));
    await open.click();
    const items = page.getByRole("menuitem");
    await expect.element(items.first()).toHaveFocus();
    expect(items.elements().map((item) => item.textContent)).toEqual(
      expect.arrayContaining(["Google Calendar", "Outlook.com", "Outlook (work or school)"]),
    );
    await userEvent.keyboard("{ArrowUp}");
    await expect.element(items.last()).toHaveFocus();
    await userEvent.keyboard("{ArrowDown}");
    await expect.element(items.first()).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    await expect.element(open).toHaveFocus();
  });

  test("asks a calendar on the web for nothing before it is chosen, and then leads there by the server", async () => {
    const opened = vi.spyOn(window, "open").mockReturnValue(null);
    await mount(followedEvent(going).show(<CalendarMenu />));
    await open.click();
    expect(opened).not.toHaveBeenCalled();
    await page.getByRole("menuitem", { name: "Google Calendar" }).click();
    expect(opened).toHaveBeenCalledExactlyOnceWith(`/api/events/${going.eventId}/calendar/google`, "_blank", "noopener");
  });

  test.each(["cancelled", "over", "draft"])("is not there for an event that is %s", async (which) => {
    await mount(followedEvent(snapshots[which]!).show(<CalendarMenu />));
    await expect.element(page.getByRole("region", { name: "Notices" })).toBeInTheDocument();
    await expect.element(open).not.toBeInTheDocument();
  });
});
