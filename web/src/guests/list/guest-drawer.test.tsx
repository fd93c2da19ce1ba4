import { useEffect, useState } from "react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { flushSync } from "react-dom";
import { describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { ListedGuest } from "@turnout/contract/guests";
import type { Locale } from "@turnout/contract/locale";
import { asked, refuse, whenAsked } from "../../testing/fake-server.test-support.ts";
import { followedEvent, type FollowedEvent } from "../../testing/followed-event.test-support.tsx";
import { guestCard } from "../../testing/guest-cards.test-support.ts";
import { mount } from "../../testing/mount.test-support.tsx";
import { going, snapshots } from "../../testing/snapshots.test-support.ts";
import { GuestDrawer } from "./guest-drawer.tsx";

const grace = guestCard(0, { standing: "going", partySize: 2, plusOnes: ["Vera"], note: "Looking forward!" });
const GUEST = `/api/events/${going.eventId}/guests/${grace.guestId}`;
const ANSWER = `${GUEST}/rsvp`;
const TAGS = `/api/events/${going.eventId}/guest-tags`;
const host = { ...snapshots["host"]!, tally: going.tally };

const drawer = page.getByRole("dialog").first();
const button = (name: string) => drawer.getByRole("button", { name, exact: true });
const notices = page.getByRole("region", { name: "Notices" });
const answers = () => asked("PUT", ANSWER).map(({ body }) => body);

interface Surroundings {
  guest?: ListedGuest;
  as?: typeof host;
  lines?: object[];
  place?: number;
  isFull?: boolean;
  hasFailed?: boolean;
  locale?: Locale;
  event?: FollowedEvent;
}

async function showDrawer({
  guest = grace,
  as = host,
  lines = [],
  place,
  isFull = false,
  hasFailed = false,
  locale = "en",
  event,
}: Surroundings = {}) {
  whenAsked(`GET ${GUEST}/history`, { body: { lines, place: place ?? null } });
  whenAsked(`GET ${TAGS}`, { body: { tags: [{ tag: "Family", guests: 3 }] } });
  const onClose = vi.fn<() => void>();
  const shown = (
    <GuestDrawer eventId={going.eventId} guest={guest} isFull={isFull} heldNote={null} hasFailed={hasFailed} onClose={onClose} />
  );
  await mount((event ?? followedEvent(as)).show(<QueryClientProvider client={new QueryClient()}>{shown}</QueryClientProvider>), locale);
  await expect.element(drawer).toBeVisible();
  // React has run all first effects, twice as it does strictly: from here on a click is one by a person.
  await expect.poll(() => asked("GET", `${GUEST}/history`).length).toBe(1);
  return onClose;
}

const undo = () => notices.getByRole("button", { name: "Undo" }).click();

const history = () => document.querySelector(".guest-history")!.textContent;

const choose = async (item: string) => {
  await button(`More for ${grace.name}`).click();
  await page.getByRole("menuitem", { name: item }).click();
};

describe("a guest", () => {
  test("is shown with whom they bring and what they wrote, and the reader begins at the name", async () => {
    await showDrawer({ hasFailed: true });
    await expect.element(drawer.getByRole("heading", { name: grace.name })).toHaveFocus();
    await expect.element(drawer.getByText("With Vera")).toBeVisible();
    await expect.element(drawer.getByText("Looking forward!")).toBeVisible();
    await expect.element(drawer.getByText("Their invitation didn't arrive")).toBeVisible();
  });

  const unanswered: ListedGuest = { ...guestCard(0), delivery: "delivered", mailOpened: true };
  const mailWords = "An image in their invitation was loaded";
  const linkWords = "Their link was opened, but not answered yet";
  test.each<[string, Partial<ListedGuest>, boolean, string | null]>([
    ["who loaded an image of an invitation that was delivered", {}, false, mailWords],
    ["who loaded an image of an invitation that was sent", { delivery: "sent" }, false, mailWords],
    ["whose link was opened, too", { opened: true }, false, linkWords],
    ["who is going", { standing: "going" }, false, null],
    ["who has said no", { standing: "declined", opened: true }, false, null],
    ["whose last invitation did not arrive", {}, true, null],
    ["whose new invitation could not be delivered", { delivery: "failed" }, false, null],
    ["whose new invitation has not left yet", { delivery: "queued" }, false, null],
    ["whose links are revoked", { delivery: "revoked", opened: true }, false, null],
  ])("%s: what is said of opening", async (_who, more, hasFailed, words) => {
    await showDrawer({ guest: { ...unanswered, ...more }, hasFailed });
    const said = [mailWords, linkWords].filter((one) => drawer.element().textContent.includes(one));
    expect(said).toEqual(words === null ? [] : [words]);
  });

  const at = new Date().toISOString();
  const stood = (standing: string, partySize: number) => ({ guest: { standing, partySize } });
  const happened: [object, string][] = [
    [{ type: "guest.invited", delivery: "queued" }, "Invited by email"],
    [{ type: "guest.invited", delivery: "notSent" }, "Put on the list"],
    [{ type: "guest.added" }, "Added to the list"],
    [{ type: "rsvp.answered", ...stood("declined", 1) }, "Can't come"],
    [{ type: "rsvp.answered", ...stood("going", 3) }, "Going, 3 people"],
    [{ type: "rsvp.answered", ...stood("going", 3), overrode: true }, "Going, 3 people, added over capacity"],
    [{ type: "rsvp.answered", ...stood("going", 1), overrode: true }, "Going, 1 person, added over capacity"],
    [{ type: "guest.promoted" }, "Moved up from the waitlist"],
    [{ type: "guest.passedOver", times: 2 }, "Skipped on the waitlist, 2 of 3 times"],
    [{ type: "guest.movedOnWaitlist", place: 3, asked: true }, "Moved on the waitlist, to place 3"],
    [{ type: "guest.removed" }, "Removed"],
    [{ type: "guest.readmitted" }, "Let in again"],
    [{ type: "guest.tagged", tag: "Press", tagged: true }, "Tagged “Press”"],
    [{ type: "guest.tagged", tag: "Press", tagged: false }, "Tag “Press” taken off"],
    [{ type: "guest.claimed" }, "Kept in an account"],
    [{ type: "link.made" }, "Personal link made"],
    [{ type: "invitation.revoked" }, "Links revoked"],
    [{ type: "delivery.changed", delivery: "failed" }, "Mail not delivered"],
  ];
  test("has a history in words, newest first, with who did it", async () => {
    await showDrawer({ lines: happened.map(([body], seq) => ({ seq, body, at, actor: { name: "Ada" } })) });
    const lines = () => [...document.querySelectorAll(".guest-history li > span:first-child")].map((line) => line.textContent);
    await expect.poll(lines).toEqual(happened.map(([, words]) => `${words} Ada`).toReversed());
  });
});

describe("tags", () => {
  const press = { ...grace, tags: ["Press"] };
  const sent = () => asked("POST", TAGS).map(({ body }) => body);
  const about = (tag: string, tagged: boolean) => expect.objectContaining({ guestIds: [grace.guestId], tag, tagged }) as object;

  test("are added by typing, taken off by a press, and each can be undone", async () => {
    whenAsked(`POST ${TAGS}`, { body: { seq: 9, changed: [grace.guestId], full: [], missing: [] } });
    await showDrawer({ guest: press });
    await drawer.getByRole("combobox", { name: "Add a tag" }).fill(" Family ");
    await button("Add tag").click();
    await expect.poll(sent).toEqual([about("Family", true)]);
    await undo();
    await expect.poll(sent).toEqual([about("Family", true), about("Family", false)]);
    await expect.element(notices.getByText("“Family” taken off 1 guest", { exact: true })).toBeVisible();
    await button("Take “Press” off").click();
    await expect.poll(sent).toHaveLength(3);
    expect(sent()[2]).toEqual(about("Press", false));
    // What this press says is not left to the next test.
    await expect.element(notices.getByText("“Press” taken off 1 guest", { exact: true })).toBeVisible();
  });

  test("an undo that is refused says so, and why", async () => {
    whenAsked(`POST ${TAGS}`, { body: { seq: 9, changed: [grace.guestId], full: [], missing: [] } });
    await showDrawer({ guest: press });
    await button("Take “Press” off").click();
    await expect.element(notices.getByRole("button", { name: "Undo" })).toBeVisible();
    whenAsked(`POST ${TAGS}`, refuse("not_allowed", undefined, 403));
    await undo();
    await expect
      .element(notices.getByText("0 guests tagged “Press” · 1 not reached: That is not allowed here.", { exact: true }))
      .toBeVisible();
  });

  test("beyond what a guest can have are refused in words", async () => {
    whenAsked(`POST ${TAGS}`, { body: { seq: 9, changed: [], full: [grace.guestId], missing: [] } });
    await showDrawer({ guest: press });
    await drawer.getByRole("combobox", { name: "Add a tag" }).fill("Family");
    await button("Add tag").click();
    await expect.element(notices.getByText("0 guests tagged “Family” · 1 has 10 tags already", { exact: true })).toBeVisible();
  });
});

describe("what a guest wrote by email", () => {
  const wrote = (seq: number, more: object) => ({
    seq,
    at,
    actor: { name: grace.name },
    body: { type: "guest.wrote", guestId: grace.guestId, text: "A salad?", from: null, files: 0, ...more },
  });
  const at = new Date().toISOString();
  const mails = drawer.getByRole("region", { name: "By email" }).getByRole("listitem");

  test("is on their card, newest first, with where it came from and what was left out", async () => {
    const lines = [
      wrote(1, { text: "A salad?\nGrace" }),
      wrote(2, { text: "Hello", from: "work@example.org", files: 2 }),
      wrote(3, { text: "Hi", from: grace.email, files: 1 }),
    ];
    await showDrawer({ lines });
    await expect.element(mails.nth(0)).toMatchTextContent(/Hi.*sender not verified.*1 file left out/);
    await expect.element(mails.nth(1)).toMatchTextContent(/Hello.*from work@example.org.*2 files left out/);
    expect(mails.nth(2).element().querySelector("blockquote")!.textContent).toBe("A salad?\nGrace");
    await expect.element(mails.nth(2)).not.toMatchTextContent(/verified|left out/);
    await expect.poll(history).toContain("Wrote by email");
  });

  test("appears while the card is open; what others write does not", async () => {
    const event = followedEvent(host);
    await showDrawer({ event });
    await expect.element(mails).not.toBeInTheDocument();
    whenAsked(`GET ${GUEST}/history`, { body: { lines: [wrote(1, {})] } });
    event.happens({ ...wrote(1, {}).body, guestId: crypto.randomUUID() } as never);
    expect(asked("GET", `${GUEST}/history`)).toHaveLength(1);
    event.happens(wrote(1, {}).body as never);
    await expect.element(mails.getByText("A salad?")).toBeVisible();
  });
});

describe("a reply that waits for the host's word", () => {
  const waits = (more: object) => [
    {
      seq: 7,
      at: new Date().toISOString(),
      actor: { name: grace.name },
      body: { type: "reply.held", guestId: grace.guestId, from: null, answer: null, note: "", proposal: null, ...more },
    },
  ];
  const SETTLED = `${GUEST}/settled-replies`;
  const evening = { starts: "2030-06-10T17:00", ends: "2030-06-10T19:00", zone: null };
  const settled = () => asked("POST", SETTLED).map(({ body }) => body);

  test("from another address is shown with that address, and accepted as the guest's answer", async () => {
    whenAsked(`PUT ${ANSWER}`, { body: { seq: 201 } });
    await showDrawer({ lines: waits({ from: "work@example.org", answer: "maybe", note: "Train?" }) });
    await expect.element(drawer.getByText("Does this reply count?")).toBeVisible();
    await expect
      .element(drawer.getByText("A calendar reply came from another address, work@example.org: Maybe.", { exact: true }))
      .toBeVisible();
    await button("Accept reply").click();
    await expect.poll(answers).toMatchObject([{ answer: "maybe", plusOnes: ["Vera"], note: "Train?", override: false }]);
  });

  test("from another address is ignored without a word to anybody", async () => {
    whenAsked(`POST ${SETTLED}`, { body: { seq: 201 } });
    await showDrawer({ lines: waits({ from: "work@example.org", answer: "going" }) });
    await button("Ignore").click();
    await expect.poll(settled).toMatchObject([{ reply: 7, declines: false }]);
  });

  test("that suggests another time leads to the editor with it filled in, or is declined", async () => {
    whenAsked(`POST ${SETTLED}`, { body: { seq: 201 } });
    await showDrawer({ lines: waits({ proposal: evening }) });
    await expect.element(drawer.getByText(`${grace.name} suggests another time`)).toBeVisible();
    await expect.element(drawer.getByText(/June 2030.*–/)).toBeVisible();
    await expect
      .element(drawer.getByRole("link", { name: "Change the time" }))
      .toHaveAttribute("href", `/e/${going.eventId}/edit#starts=2030-06-10T17%3A00&ends=2030-06-10T19%3A00`);
    await expect.element(button("Accept reply")).not.toBeInTheDocument();
    await button("Keep the time").click();
    await expect.poll(settled).toMatchObject([{ reply: 7, declines: true }]);
  });

  const INVITATIONS = `/api/events/${going.eventId}/invitations`;
  const invited = () => asked("POST", INVITATIONS).map(({ body }) => body);
  const sendsOthers = { answer: "declined", delegates: ["bea.moss@example.org", "cleo@example.org"] };

  test("that sends others invites them if it is accepted, and then the guest declines", async () => {
    whenAsked(`POST ${INVITATIONS}`, { body: { seq: 201, added: 2, known: 0, knownIds: [] } });
    whenAsked(`PUT ${ANSWER}`, { body: { seq: 202 } });
    await showDrawer({ lines: waits({ ...sendsOthers, note: "They know the way" }) });
    await expect.element(drawer.getByText(`${grace.name} wants to send somebody else`)).toBeVisible();
    for (const shown of ["bea.moss@example.org", "cleo@example.org", "They know the way", /1 companion is then not coming/])
      await expect.element(drawer.getByText(shown).first()).toBeVisible();
    await button("Invite instead").click();
    await expect.poll(answers).toMatchObject([{ answer: "declined", plusOnes: [], note: "They know the way", override: false }]);
    expect(invited()).toMatchObject([
      {
        send: true,
        guests: [
          { name: "Bea Moss", email: "bea.moss@example.org" },
          { name: "Cleo", email: "cleo@example.org" },
        ],
      },
    ]);
  });

  test("that sends others leaves the guest as they are where the invitation is refused", async () => {
    whenAsked(`POST ${INVITATIONS}`, refuse("too_many_guests"));
    await showDrawer({ lines: waits(sendsOthers) });
    await button("Invite instead").click();
    await expect.poll(invited).toHaveLength(1);
    await expect.element(notices.getByText("The guest list is full.", { exact: true })).toBeVisible();
    await expect.element(button("Invite instead")).not.toHaveAttribute("aria-busy");
    expect(answers()).toEqual([]);
  });

  test("that sends others is declined, of which the guest hears", async () => {
    whenAsked(`POST ${SETTLED}`, { body: { seq: 201 } });
    await showDrawer({ lines: waits(sendsOthers) });
    await button("Decline").click();
    await expect.poll(settled).toMatchObject([{ reply: 7, declines: true }]);
  });

  test("that sends others from another address shows that address, and is ignored without a word to anybody", async () => {
    whenAsked(`POST ${SETTLED}`, { body: { seq: 201 } });
    await showDrawer({ lines: waits({ ...sendsOthers, from: "work@example.org" }) });
    await expect
      .element(drawer.getByText("The calendar reply came from another address, work@example.org.", { exact: true }))
      .toBeVisible();
    await button("Ignore").click();
    await expect.poll(settled).toMatchObject([{ reply: 7, declines: false }]);
  });

  test("that sent others is told in the history, with what became of it", async () => {
    const [line] = waits(sendsOthers);
    await showDrawer({ lines: [line!, { ...line!, seq: 8, body: { type: "reply.settled", reply: 7, declines: true } }] });
    await expect.poll(history).toContain("Wanted to send bea.moss@example.org, cleo@example.org");
    expect(history()).toContain("Nobody else invited instead");
  });

  test("is not shown once the guest has answered", async () => {
    const [line] = waits({ from: "work@example.org", answer: "maybe" });
    const answer = { ...line!, seq: 8, body: { type: "rsvp.answered", guest: { standing: "going", partySize: 1 } } };
    await showDrawer({ lines: [line!, answer] });
    await expect.poll(history).toContain("Replied from another address");
    await expect.element(drawer.getByText("Does this reply count?")).not.toBeInTheDocument();
  });
});

describe("the answer a host sets", () => {
  test("is sent at once with the companions' names, and those are left out of a no", async () => {
    whenAsked(`PUT ${ANSWER}`, { body: { seq: 201 } });
    await showDrawer();
    await expect.element(button("Going")).toHaveAttribute("aria-pressed", "true");
    await button("Maybe").click();
    await expect.element(notices.getByText(`${grace.name}'s answer updated`)).toBeInTheDocument();
    await button("Can't").click();
    await expect.poll(answers).toMatchObject([
      { answer: "maybe", plusOnes: ["Vera"], override: false },
      { answer: "declined", plusOnes: [] },
    ]);
  });

  test("several presses for companions are one change, which can be undone", async () => {
    whenAsked(`PUT ${ANSWER}`, { body: { seq: 201 } });
    await showDrawer();
    const more = button("One more").element() as HTMLElement;
    for (let press = 0; press < 3; press++) flushSync(() => more.click());
    await expect.element(drawer.getByText("Saving…")).toBeVisible();
    await expect.poll(answers).toMatchObject([{ answer: "going", plusOnes: ["Vera", "", "", ""] }]);
    await undo();
    await expect.poll(() => answers()[1]).toMatchObject({ answer: "going", plusOnes: ["Vera"] });
  });

  test("that is refused says why, and shows again what is saved", async () => {
    whenAsked(`PUT ${ANSWER}`, refuse("event_full"));
    await showDrawer();
    const companions = drawer.getByRole("spinbutton", { name: "Plus-ones" });
    await button("One more").click();
    await expect.element(companions).toHaveValue(2);
    await expect.element(notices.getByText("There aren't enough seats for this many people.")).toBeInTheDocument();
    await expect.element(companions).toHaveValue(1);
  });

  test("over the seats has to be meant", async () => {
    whenAsked(`PUT ${ANSWER}`, { body: { seq: 201 } });
    await showDrawer({ guest: { ...grace, standing: "waiting", ticket: 3 }, isFull: true });
    await expect.element(button("Going")).toHaveAttribute("aria-pressed", "false");
    await drawer.getByText("Add even though it's full").click();
    await button("Going").click();
    await expect.poll(answers).toMatchObject([{ answer: "going", override: true }]);
  });
});

describe("a place on the waitlist", () => {
  const waits = { ...grace, standing: "waiting" as const, ticket: -3 };
  const MOVES = `/api/events/${going.eventId}/waitlist-moves`;
  const sent = () => asked("POST", MOVES).map(({ body }) => (body as { moves: object[] }).moves);
  const as = { ...host, tally: { ...going.tally, waiting: 6, waitingParties: 5 } };
  const done = (more = {}) => ({
    body: { seq: 9, changed: [grace.guestId], same: [], notWaiting: [], seated: [], wasBehind: ["first"], ...more },
  });

  async function showWaiting(place: number) {
    whenAsked(`POST ${MOVES}`, done());
    await showDrawer({ guest: waits, as, place });
    await expect.element(drawer.getByText(`Place ${place} of 5`)).toBeVisible();
  }

  test("is moved up, down and to the top by a press, and an undo goes back behind whoever stood before", async () => {
    await showWaiting(2);
    for (const [name, to] of [
      ["Move up one place", "up"],
      ["Move down one place", "down"],
      ["To the top", "first"],
    ] as const) {
      await button(name).click();
      await expect.poll(() => sent().at(-1)).toEqual([{ guestId: grace.guestId, to }]);
      await expect.element(button(name)).toBeEnabled();
    }
    await expect.element(notices.getByText("1 moved on the waitlist").first()).toBeVisible();
    expect(sent()).toHaveLength(3);
    await notices.getByRole("button", { name: "Undo" }).first().click();
    await expect.poll(sent).toHaveLength(4);
    expect(sent()[3]).toEqual([{ guestId: grace.guestId, to: "first" }]);
  });

  test("at the end cannot be moved further down", async () => {
    await showWaiting(5);
    await expect.element(button("Move down one place")).toBeDisabled();
    await expect.element(button("Move up one place")).toBeEnabled();
    await expect.element(button("To the top")).toBeEnabled();
  });

  test("at the top cannot be moved further up", async () => {
    await showWaiting(1);
    await expect.element(button("To the top")).toBeDisabled();
    await expect.element(button("Move up one place")).toBeDisabled();
    await expect.element(button("Move down one place")).toBeEnabled();
  });

  test("that is gone meanwhile, or too far down, is said in words", async () => {
    await showWaiting(3);
    whenAsked(`POST ${MOVES}`, done({ changed: [], wasBehind: [], notWaiting: [grace.guestId] }));
    await button("To the top").click();
    await expect.element(notices.getByText("1 could not be moved: no longer waiting")).toBeVisible();
    whenAsked(`POST ${MOVES}`, refuse("too_many_renumbered", { most: 200 }));
    await button("Move down one place").click();
    await expect
      .element(
        notices.getByText(
          "That is too far down the waitlist: more than 200 others would have to move. To the top or to the end always works.",
          { exact: true },
        ),
      )
      .toBeVisible();
  });
});

describe("name and address", () => {
  const edits = () => asked("PATCH", GUEST).map(({ body }) => body);

  test("are saved once they are others, without the spaces around them; an emptied address is none", async () => {
    whenAsked(`PATCH ${GUEST}`, { body: { seq: 201 } });
    await showDrawer();
    const name = drawer.getByLabelText("Name");
    await name.fill(`${grace.name} `);
    await expect.element(button("Save")).not.toBeInTheDocument();
    await name.fill(" Grace Hopper ");
    await drawer.getByLabelText("Email").fill("");
    await button("Save").click();
    await expect.poll(edits).toMatchObject([{ name: "Grace Hopper", email: null }]);
  });

  const question = page.getByRole("dialog", { name: "Save the changes?" });

  test("that were changed are asked about before they are lost, and stay to be mended", async () => {
    const onClose = await showDrawer();
    const name = drawer.getByLabelText("Name");
    await name.fill("Grace Hopper");
    // The second time browsers close the dialog whatever the page says.
    for (let time = 0; time < 2; time += 1) {
      await userEvent.keyboard("{Escape}");
      await expect.element(question).toBeVisible();
      await userEvent.keyboard("{Escape}");
      await expect.element(question).not.toBeInTheDocument();
      await expect.element(name).toBeVisible();
      await expect.element(name).toHaveValue("Grace Hopper");
    }
    expect(onClose).not.toHaveBeenCalled();
    await button("Close").click();
    await question.getByRole("button", { name: "Discard" }).click();
    expect(onClose).toHaveBeenCalledOnce();
    expect(edits()).toEqual([]);
  });

  test("that were changed are saved from that question", async () => {
    whenAsked(`PATCH ${GUEST}`, { body: { seq: 201 } });
    const onClose = await showDrawer();
    await drawer.getByLabelText("Name").fill("Grace Hopper");
    await button("Close").click();
    await question.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => onClose.mock.calls.length).toBe(1);
    expect(edits()).toMatchObject([{ name: "Grace Hopper" }]);
  });

  test("that were saved are followed again when they are changed elsewhere", async () => {
    whenAsked(`PATCH ${GUEST}`, { body: { seq: 201 } });
    let become = (_: ListedGuest) => {};
    function Listed() {
      const [guest, setGuest] = useState<ListedGuest>(grace);
      useEffect(() => void (become = setGuest), []);
      return <GuestDrawer eventId={going.eventId} guest={guest} isFull={false} heldNote={null} hasFailed={false} onClose={() => {}} />;
    }
    whenAsked(`GET ${GUEST}/history`, { body: { lines: [], place: null } });
    whenAsked(`GET ${TAGS}`, { body: { tags: [] } });
    const queries = new QueryClient();
    await mount(
      followedEvent(host).show(
        <QueryClientProvider client={queries}>
          <Listed />
        </QueryClientProvider>,
      ),
      "en",
    );
    const name = drawer.getByLabelText("Name");
    await name.fill("Grace Hopper ");
    await button("Save").click();
    await expect.poll(edits).toMatchObject([{ name: "Grace Hopper" }]);
    become({ ...grace, name: "Grace Hopper" });
    await expect.element(button("Save")).not.toBeInTheDocument();
    become({ ...grace, name: "Admiral Hopper" });
    await expect.element(name).toHaveValue("Admiral Hopper");
    await expect.element(button("Save")).not.toBeInTheDocument();
  });

  test("that are unchanged are not asked about", async () => {
    const onClose = await showDrawer();
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => onClose.mock.calls.length).toBe(1);
    await expect.element(question).not.toBeInTheDocument();
  });

  test("that are somebody else's are refused in words, and stay to be mended", async () => {
    whenAsked(`PATCH ${GUEST}`, refuse("email_on_list"));
    await showDrawer();
    await drawer.getByLabelText("Email").fill("alan@example.org");
    await userEvent.keyboard("{Enter}");
    await expect
      .element(notices.getByText("This address is already on the guest list. We can email you your link instead.", { exact: true }))
      .toBeInTheDocument();
    await expect.element(drawer.getByLabelText("Email")).toHaveValue("alan@example.org");
  });
});

describe("removal", () => {
  const removals = () => asked("DELETE", GUEST);

  test("that nobody gains by is done at once, closes, and can be undone", async () => {
    whenAsked(`DELETE ${GUEST}`, { body: { seq: 201 } });
    whenAsked(`POST ${GUEST}/readmission`, { body: { seq: 202, standing: "going" } });
    const onClose = await showDrawer();
    await choose("Remove from the list");
    await expect.poll(() => onClose.mock.calls.length).toBe(1);
    expect(removals()[0]!.query.get("commandId")).toMatch(/^[0-9a-f-]{36}$/);
    await undo();
    await expect.element(notices.getByText(`${grace.name} is back on the list`)).toBeInTheDocument();
  });

  test.each([
    [
      "of a seat that somebody waits for",
      { as: { ...host, tally: { ...going.tally, waiting: 2 } } },
      "Their seat goes to whoever has waited longest. If you let them in again, they join the end of the waitlist.",
    ],
    [
      "of a place on the waitlist",
      { guest: { ...grace, standing: "waiting" as const, ticket: 3 } },
      "They lose their place on the waitlist. If you let them in again, they join the end of the waitlist.",
    ],
  ])("%s is asked about first, and Cancel is where one begins", async (_what, surroundings, words) => {
    whenAsked(`DELETE ${GUEST}`, { body: { seq: 201 } });
    await showDrawer(surroundings);
    await choose("Remove from the list");
    const question = page.getByRole("dialog", { name: `Remove ${grace.name}?` });
    await expect.element(question.getByText(words, { exact: true })).toBeVisible();
    await expect.element(question.getByRole("button", { name: "Cancel" })).toHaveFocus();
    expect(removals()).toEqual([]);
    await question.getByRole("button", { name: `Remove ${grace.name}` }).click();
    await expect.poll(() => removals().length).toBe(1);
  });

  test("that is refused leaves the guest open", async () => {
    whenAsked(`DELETE ${GUEST}`, refuse("guest_not_found", undefined, 404));
    const onClose = await showDrawer();
    await choose("Remove from the list");
    await expect.element(notices.getByText("This guest is not on the list any more.")).toBeInTheDocument();
    expect(onClose).not.toHaveBeenCalled();
  });
});

describe("links", () => {
  const copied = () => vi.spyOn(navigator.clipboard, "writeText");
  const LINK = `POST ${GUEST}/link`;

  test("a personal link is made and copied", async () => {
    const write = copied().mockResolvedValue();
    whenAsked(LINK, { body: { url: "https://turnout.example/g#x" } });
    await showDrawer();
    await button("Copy personal link").click();
    await expect.element(notices.getByText(`Link for ${grace.name} copied`)).toBeVisible();
    expect(write).toHaveBeenCalledWith("https://turnout.example/g#x");
    write.mockRestore();
  });

  test("where nothing can be copied, the link is shown", async () => {
    const write = copied().mockRejectedValue(new DOMException("no", "NotAllowedError"));
    whenAsked(LINK, { body: { url: "https://turnout.example/g#x" } });
    await showDrawer();
    await button("Copy personal link").click();
    await expect.element(notices.getByText(/Copy it yourself: https:\/\/turnout.example\/g#x/)).toBeInTheDocument();
    write.mockRestore();
  });

  test("a link that cannot be made says why", async () => {
    whenAsked(LINK, refuse("event_cancelled"));
    await showDrawer();
    await button("Copy personal link").click();
    await expect.element(notices.getByText("The event has been cancelled.")).toBeInTheDocument();
  });

  test("revoking them is asked about, and an invitation is sent again only where there is an address", async () => {
    whenAsked(`DELETE ${GUEST}/invitation`, { body: { seq: 201 } });
    await showDrawer({ guest: { ...grace, email: null } });
    await expect.element(button("Resend invitation")).not.toBeInTheDocument();
    await choose("Revoke links");
    expect(asked("DELETE")).toEqual([]);
    const question = page.getByRole("dialog", { name: `Revoke the links of ${grace.name}?` });
    await question.getByRole("button", { name: "Revoke links" }).click();
    await expect.element(question).not.toBeInTheDocument();
    expect(asked("DELETE", `${GUEST}/invitation`)).toHaveLength(1);
  });

  test("an invitation is sent again, and a refusal is told", async () => {
    const replies = [{ body: { seq: 201 } }, refuse("too_many_requests", { retryAfter: 300 }, 429)];
    whenAsked(`POST ${GUEST}/invitation`, () => replies.shift()!);
    await showDrawer();
    await button("Resend invitation").click();
    await expect.element(notices.getByText(`Invitation to ${grace.name} will be sent again`)).toBeInTheDocument();
    await button("Resend invitation").click();
    await expect.element(notices.getByText("That was a lot at once. Please try again in 5 minutes.")).toBeInTheDocument();
  });
});

test("companions, the warning, answers, fields and actions are in German for German hosts", async () => {
  await showDrawer({ locale: "de", hasFailed: true, isFull: true });
  for (const words of ["Mit Vera", "Die Einladung kam nicht an", "Trotz vollem Event dazunehmen", "Verlauf"])
    await expect.element(drawer.getByText(words, { exact: true })).toBeVisible();
  for (const field of ["Name", "E-Mail"]) await expect.element(drawer.getByLabelText(field, { exact: true })).toBeVisible();
  for (const action of [
    "Dabei",
    "Vielleicht",
    "Kann nicht",
    "Korrigieren und neu senden",
    "Einladung erneut senden",
    "Persönlichen Link kopieren",
    `Mehr zu ${grace.name}`,
  ])
    await expect.element(button(action)).toBeVisible();
});
