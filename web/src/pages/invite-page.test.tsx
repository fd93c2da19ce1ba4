import { describe, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard, listOf } from "../testing/guest-cards.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { details, going, snapshots } from "../testing/snapshots.test-support.ts";
import { InvitePage } from "./invite-page.tsx";

const INVITATIONS = `/api/events/${going.eventId}/invitations`;
const host = snapshots["host"]!;

/** A host's view of the event as it is in another phase. */
const snapshotOf = (phase: "cancelled" | "over"): EventSnapshot => ({ ...host, details: snapshots[phase]!.details });

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const box = page.getByRole("textbox", { name: "Who is invited?" });
const people = page.getByRole("region", { name: "People read from the text" });
const rowOf = (text: string) => people.getByRole("listitem").filter({ hasText: text });
const counts = () => document.querySelector(".draft-counts")?.textContent;
const batches = () =>
  asked("POST", INVITATIONS).map(({ body }) => body as { commandId: string; guests: { name: string }[]; send: boolean });

async function showPage(as: EventSnapshot = host, locale: Locale = "en") {
  // Asked for once the connection, which never opens here, counts as blocked.
  whenAsked(`GET /api/events/${going.eventId}`, { body: as });
  whenAsked(`POST /api/events/${going.eventId}/invitation-preview`, { body: { subject: "", html: "" } });
  whenAsked(`GET /api/events/${going.eventId}/held-invitations`, { body: { held: [], failed: [], onTheWay: 0, aDay: null } });
  await mount(withPageData(as, <InvitePage params={{ eventId: going.eventId }} />), locale);
}

describe("the box", () => {
  test("has the focus, and reads people as they are pasted", async () => {
    await showPage();
    await expect.element(box).toHaveFocus();
    await box.fill("Grace Hopper <grace@example.org>\nalan@example.org, Katherine Johnson");
    await expect.element(rowOf("Grace Hopper").getByText("grace@example.org")).toBeVisible();
    await expect.element(rowOf("alan@example.org")).toBeVisible();
    await expect.poll(counts).toMatch(/invitations?/);
  });

  test("everybody read is in one of the three counts, and the button says the number that is mailed", async () => {
    await showPage();
    await box.fill("Grace <grace@example.org>\nKatherine Johnson\nAlan <alan@example>\nLin <lin@example.org>");
    await expect.poll(counts).toBe("2 invitationsOne without an email addressOne won't be invited yet");
    await expect.element(button("Send 2 invitations")).toBeEnabled();
    expect(people.getByRole("listitem").elements()).toHaveLength(4);
  });

  test("with nobody in it there is nothing to send", async () => {
    await showPage();
    await expect.element(button("Send invitations")).toBeDisabled();
    await expect.element(button("Add to guest list without emailing")).toBeDisabled();
  });

  test("of an event that is over sends nothing, and says so; people can still be added", async () => {
    await showPage(snapshotOf("over"));
    await box.fill("Grace Hopper <grace@example.org>");
    await expect.element(page.getByText("This event is over")).toBeVisible();
    await expect.element(button("Send one invitation")).not.toBeInTheDocument();
    await expect.element(page.getByRole("textbox", { name: "Personal note" })).not.toBeInTheDocument();
    await expect.element(button("Add to guest list without emailing")).toBeEnabled();
  });

  test("is not there once the event is cancelled, and the page says why", async () => {
    await showPage(snapshotOf("cancelled"));
    await expect.element(page.getByText("This event has been cancelled")).toBeVisible();
    await expect.element(page.getByText("Not published yet")).not.toBeInTheDocument();
    await expect.element(box).not.toBeInTheDocument();
  });

  test("people without an address can be put on the list, and not be mailed", async () => {
    await showPage();
    await box.fill("Katherine Johnson");
    await expect.element(button("Add to guest list without emailing")).toBeEnabled();
    await expect.element(button("Send invitations")).toBeDisabled();
  });
});

describe("a row that cannot be invited", () => {
  test("says in words why, stands on top, and is mended in place: the box has the words then", async () => {
    await showPage();
    await box.fill("Grace <grace@example.org>\nAlan <alan@example>");
    const row = rowOf("is not an email address");
    await expect.element(row).toBeVisible();
    expect(people.getByRole("listitem").elements()[0]!.textContent).toContain("is not an email address");
    await row.getByRole("textbox", { name: "Correct line 2" }).fill("Alan <alan@example.org>");
    await row.getByRole("button", { name: "Fix" }).click();
    await expect.element(box).toHaveValue("Grace <grace@example.org>\nAlan <alan@example.org>");
    await expect.element(button("Send 2 invitations")).toBeEnabled();
  });

  test("can be skipped, which takes its line out of the box and leaves the others as they are", async () => {
    await showPage();
    await box.fill("Grace <grace@example.org>\nAlan <alan@example>\nLin <lin@example.org>");
    await rowOf("is not an email address").getByRole("button", { name: "Skip" }).click();
    await expect.element(box).toHaveValue("Grace <grace@example.org>\nLin <lin@example.org>");
  });

  test("names the line that has the same address", async () => {
    await showPage();
    await box.fill("Grace <grace@example.org>\nGrace H. <grace@example.org>");
    await expect.element(people.getByText("Same address as in line 1")).toBeVisible();
    await expect.element(button("Send one invitation")).toBeEnabled();
  });

  test("for having said no elsewhere is invited anyway by a press", async () => {
    await showPage();
    await box.fill("name,email,status\nGrace,grace@example.org,declined\nLin,lin@example.org,going");
    const row = rowOf("Grace");
    await expect.element(row.getByText(/Marked/)).toBeVisible();
    await expect.element(button("Send one invitation")).toBeEnabled();
    await row.getByRole("button", { name: "Invite anyway" }).click();
    await expect.element(button("Send 2 invitations")).toBeEnabled();
  });
});

describe("guests of an earlier event", () => {
  const past = "00000000-0000-4000-8000-0000000000aa";
  const earlier = { eventId: past, hosting: true, standing: null, going: 2, waiting: 0, details: { ...details, title: "Last summer" } };

  test("are invited again by what they answered then, but for those who are taken out", async () => {
    await showPage();
    const theirs = { ...earlier, eventId: crypto.randomUUID(), hosting: false, details: { ...details, title: "Somebody else's" } };
    whenAsked("GET /api/my-events", { body: { events: [earlier, theirs, { ...earlier, eventId: going.eventId }] } });
    const guests = [
      guestCard(0, { standing: "going", arrived: 1 }),
      guestCard(1, { standing: "going", email: null }),
      guestCard(2, { standing: "declined" }),
      guestCard(3, { standing: "maybe", name: 'Sam "Sunny", Esq.' }),
    ];
    whenAsked(`GET /api/events/${past}/guests`, listOf(guests));
    await button("Invite again…").click();
    const dialog = page.getByRole("dialog", { name: "Invite again" });
    const from = dialog.getByRole("combobox", { name: "From" });
    await expect.poll(() => from.element().querySelectorAll("option").length).toBe(2);
    await from.selectOptions(past);
    await expect.element(dialog.getByRole("checkbox", { name: "Came (1)" })).toBeChecked();
    await dialog.getByRole("checkbox", { name: "Maybe (1)" }).click();
    await dialog.getByRole("checkbox", { name: new RegExp(guests[1]!.name) }).click();
    await dialog.getByRole("button", { name: "Add 2 guests" }).click();
    await expect.element(page.getByText("Last summer", { exact: true })).toBeVisible();
    await expect.element(rowOf(guests[0]!.name)).toBeVisible();
    await expect.element(rowOf('Sam "Sunny", Esq.')).toBeVisible();
    await expect.element(button("Send 2 invitations")).toBeEnabled();
  });

  test("of whom the list shows too few are counted, whether they are ticked or not", async () => {
    await showPage();
    whenAsked("GET /api/my-events", { body: { events: [earlier] } });
    const guests = Array.from({ length: 203 }, (_, at) =>
      guestCard(0, { guestId: crypto.randomUUID(), name: `Guest ${at}`, standing: "going" }),
    );
    whenAsked(`GET /api/events/${past}/guests`, listOf(guests));
    await button("Invite again…").click();
    const dialog = page.getByRole("dialog", { name: "Invite again" });
    await dialog.getByRole("combobox", { name: "From" }).selectOptions(past);
    await dialog
      .getByRole("checkbox", { name: new RegExp(guests[0]!.name) })
      .first()
      .click();
    await expect.element(dialog.getByRole("button", { name: "Add 202 guests" })).toBeVisible();
    await expect.element(dialog.getByText("and 3 more")).toBeVisible();
  });

  test("are nobody where the host has no other event", async () => {
    await showPage();
    whenAsked("GET /api/my-events", { body: { events: [{ ...earlier, eventId: going.eventId }] } });
    await button("Invite again…").click();
    await expect.element(page.getByText("You host no other event yet.")).toBeVisible();
  });
});

describe("a file", () => {
  const choose = (file: File) => page.getByLabelText("Add a file").upload(file);

  test("adds its people to those in the box, says how many, and can be taken out", async () => {
    await showPage();
    await box.fill("Lin <lin@example.org>");
    await choose(new File(["name,email\nGrace,grace@example.org\nAlan,alan@example.org\n"], "team.csv", { type: "text/csv" }));
    await expect.element(page.getByText("team.csv")).toBeVisible();
    await expect.element(page.getByText("2 people", { exact: true })).toBeVisible();
    await expect.element(button("Send 3 invitations")).toBeEnabled();
    await button("Remove").click();
    await expect.element(button("Send one invitation")).toBeEnabled();
    await expect.element(page.getByText("team.csv")).not.toBeInTheDocument();
  });

  test("that is none of people is named, with the way out, and read aloud", async () => {
    await showPage();
    await choose(new File([new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d])], "flyer.pdf"));
    const alert = page.getByRole("alert");
    await expect.element(alert).toMatchTextContent("“flyer.pdf” can't be read");
    await expect.element(alert).toMatchTextContent("Save it as CSV or .xlsx and add it again.");
  });

  test("in another alphabet is a guess, and another one can be chosen", async () => {
    await showPage();
    const jörg = new Uint8Array([
      ...new TextEncoder().encode("name,email\nJ"),
      0xf6,
      ...new TextEncoder().encode("rg,joerg@example.org\n"),
    ]);
    await choose(new File([jörg], "old.csv"));
    await expect.element(rowOf("Jörg")).toBeVisible();
    await page.getByRole("combobox", { name: /This file isn't UTF-8/ }).selectOptions("windows-1251");
    await expect.element(rowOf("Jцrg")).toBeVisible();
  });

  test("leaves out columns it has no use for, and says which", async () => {
    await showPage();
    await box.fill("name,email,shoe size\nGrace,grace@example.org,38");
    await expect.element(page.getByText(/^Columns left out: shoe size/)).toBeVisible();
  });
});

describe("sending", () => {
  test("hands over exactly the people that were shown, with the note", async () => {
    whenAsked(`POST ${INVITATIONS}`, { body: { seq: 201, known: 0, knownIds: [] } });
    await showPage();
    await box.fill("Grace <grace@example.org> +1\nKatherine Johnson");
    await page.getByRole("textbox", { name: /^Personal note/ }).fill("Bring a blanket.");
    await button("Send one invitation").click();
    await expect.element(page.getByRole("heading", { name: "One invitation is on its way" })).toBeVisible();
    expect(batches()).toMatchObject([
      {
        send: true,
        message: "Bring a blanket.",
        guests: [{ name: "Grace", email: "grace@example.org", plusOnesAllowed: 1 }, { email: null }],
      },
    ]);
    await expect.element(page.getByText("One person got no email")).toBeVisible();
  });

  test("without mail says so: nobody is mailed", async () => {
    whenAsked(`POST ${INVITATIONS}`, { body: { seq: 201, known: 0, knownIds: [] } });
    await showPage();
    await box.fill("Grace <grace@example.org>");
    await button("Add to guest list without emailing").click();
    await expect.element(page.getByRole("heading", { name: "One person added" })).toBeVisible();
    expect(batches()).toMatchObject([{ send: false }]);
  });

  test("that is refused keeps the list, and says that nobody was invited", async () => {
    whenAsked(`POST ${INVITATIONS}`, refuse("too_many_guests"));
    await showPage();
    await box.fill("Grace <grace@example.org>");
    await button("Send one invitation").click();
    const alert = page.getByRole("alert");
    await expect.element(alert).toMatchTextContent("The guest list is full.");
    await expect.element(alert).toMatchTextContent("Nobody was invited. Your list is still here.");
    await expect.element(box).toHaveValue("Grace <grace@example.org>");
  });

  test("that breaks off in the middle says how far it came; sent again, the same people have the same ids", async () => {
    const replies = [{ body: { seq: 201, known: 0, knownIds: [] } }, refuse("too_many_requests", {}, 429)];
    whenAsked(`POST ${INVITATIONS}`, () => replies.shift() ?? { body: { seq: 202, known: 0, knownIds: [] } });
    await showPage();
    await box.fill(Array.from({ length: 201 }, (_, at) => `Guest ${at} <guest${at}@example.org>`).join("\n"));
    await button("Send 201 invitations").click();
    await expect.element(page.getByRole("alert")).toMatchTextContent("200 are invited already. Sending again leaves them as they are.");
    await button("Send 201 invitations").click();
    await expect.poll(() => batches().length).toBe(4);
    expect(batches()[2]!.guests).toEqual(batches()[0]!.guests);
    expect(batches()[3]!.guests).toEqual(batches()[1]!.guests);
  });

  test("those who were on the list before are counted, and not as invited", async () => {
    whenAsked(`POST ${INVITATIONS}`, ({ body }) => {
      const [first] = body["guests"] as { guestId: string }[];
      return { body: { seq: 201, known: 1, knownIds: [first!.guestId] } };
    });
    await showPage();
    await box.fill("Grace <grace@example.org>\nLin <lin@example.org>");
    await button("Send 2 invitations").click();
    await expect.element(page.getByRole("heading", { name: "One invitation is on its way" })).toBeVisible();
    await expect.element(page.getByText(/One was already on the list/)).toBeVisible();
  });

  test("every email is in one count: out, waiting or not delivered; the links of those that are not out can be copied", async () => {
    whenAsked(`POST ${INVITATIONS}`, { body: { seq: 201, known: 0, knownIds: [] } });
    const invited = () => batches()[0]!.guests as { guestId: string; name: string }[];
    const until = "2027-06-18T14:05:00.000Z";
    await showPage();
    whenAsked(`GET /api/events/${going.eventId}/held-invitations`, () => {
      const [, held, failed] = invited();
      return { body: { held: [{ guestId: held!.guestId, by: "account", until }], failed: [failed!.guestId], onTheWay: 0, aDay: 20 } };
    });
    await box.fill("Grace <grace@example.org>\nLin <lin@example.org>\nAlan <alan@example.org>\nOpa Heinz");
    await button("Send 3 invitations").click();
    await expect.element(page.getByRole("heading", { name: "One invitation is on its way" })).toBeVisible();
    const account = () => document.querySelector(".sent-account")!.textContent;
    await expect.poll(account).toBe("1 emailed1 waiting to be sent1 not delivered1 on the list, no email");
    await expect.element(page.getByText("One invitation waits to be sent")).toBeVisible();
    await expect.element(page.getByText("One invitation didn't arrive")).toBeVisible();
    const copyable = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Copy link" }) });
    expect(copyable.elements().map(({ textContent }) => textContent)).toEqual([
      "Linlin@example.orgCopy link",
      "Alanalan@example.orgCopy link",
      "Opa HeinzCopy link",
    ]);
  });

  test("of which none arrived is not called new or on its way", async () => {
    whenAsked(`POST ${INVITATIONS}`, { body: { seq: 201, known: 0, knownIds: [] } });
    await showPage();
    whenAsked(`GET /api/events/${going.eventId}/held-invitations`, () => {
      const failed = (batches()[0]!.guests as { guestId?: string }[]).map(({ guestId }) => guestId);
      return { body: { held: [], failed, onTheWay: 0, aDay: null } };
    });
    await box.fill("Grace <grace@example.org>");
    await button("Send one invitation").click();
    await expect.element(page.getByRole("heading", { name: "Your invitations didn't arrive" })).toBeVisible();
    expect(document.querySelector(".sent-account")!.textContent).toBe("1 not delivered");
  });

  test("until all is known, nothing is called emailed", async () => {
    whenAsked(`POST ${INVITATIONS}`, { body: { seq: 201, known: 0, knownIds: [] } });
    await showPage();
    whenAsked(`GET /api/events/${going.eventId}/held-invitations`, { body: { held: [], failed: [], onTheWay: 2, aDay: null } });
    await box.fill("Grace <grace@example.org>\nLin <lin@example.org>");
    await button("Send 2 invitations").click();
    await expect.element(page.getByText("2 on their way")).toBeVisible();
    expect(document.querySelector(".sent-account")!.textContent).toBe("2 on their way");
  });

  test("a link that the browser does not copy is shown", async () => {
    whenAsked(`POST ${INVITATIONS}`, { body: { seq: 201, known: 0, knownIds: [] } });
    const write = vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("no", "NotAllowedError"));
    await showPage();
    await box.fill("Grace <grace@example.org>\nOpa Heinz");
    await button("Send one invitation").click();
    await expect.element(button("Copy link")).toBeVisible();
    const unmailed = (batches()[0]!.guests as { guestId?: string }[])[1]!.guestId;
    whenAsked(`POST /api/events/${going.eventId}/guests/${unmailed}/link`, { body: { url: "https://turnout.example/g#x" } });
    await button("Copy link").click();
    await expect.element(page.getByText(/Copy it yourself: https:\/\/turnout.example\/g#x/)).toBeVisible();
    write.mockRestore();
  });

  test("what was left is what one goes on with", async () => {
    whenAsked(`POST ${INVITATIONS}`, { body: { seq: 201, known: 0, knownIds: [] } });
    await showPage();
    await box.fill("Grace <grace@example.org>\nAlan <alan@example>");
    await button("Send one invitation").click();
    await expect.element(page.getByText("One line was not invited")).toBeVisible();
    await button("Fix and invite").click();
    await expect.element(box).toHaveValue("Alan <alan@example>");
  });
});

describe("who may invite, and when", () => {
  test("before the event is published nothing can be sent, and the way there is shown", async () => {
    await showPage({ ...host, details: { ...details, status: "draft" } });
    await box.fill("Grace <grace@example.org>");
    await expect.element(page.getByText("Not published yet")).toBeVisible();
    await expect.element(button("Send one invitation")).toBeDisabled();
    await expect.element(page.getByRole("link", { name: "Go to the event" })).toHaveAttribute("href", `/e/${going.eventId}/edit`);
  });

  test("guests are told that only hosts invite", async () => {
    await showPage(going);
    await expect.element(page.getByRole("heading", { level: 1, name: "Only hosts invite" })).toBeVisible();
    await expect.element(box).not.toBeInTheDocument();
  });

  test("counts and refusals are German for German hosts", async () => {
    whenAsked(`POST ${INVITATIONS}`, refuse("too_many_guests"));
    await showPage(host, "de");
    await page.getByRole("textbox").first().fill("Grace <grace@example.org>\nKatherine Johnson");
    await expect.poll(counts).toMatch(/Einladung/);
    await button(/Einladung.*(senden|verschicken)|(Sende|Verschicke).*Einladung/i).click();
    await expect.element(page.getByRole("alert")).toMatchTextContent(/Gästeliste ist voll/);
    expect(document.querySelector(".invite-layout")!.textContent).not.toMatch(/\b(invitations?|guest list|people)\b/);
  });
});
