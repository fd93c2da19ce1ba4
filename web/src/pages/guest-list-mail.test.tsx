import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { ListedGuest } from "@turnout/contract/guests";
import type { HeldReply } from "@turnout/contract/held-replies";
import type { UndeliveredGuest } from "@turnout/contract/invitations";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard } from "../testing/guest-cards.test-support.ts";
import {
  button,
  alan,
  filter,
  grace,
  katherine,
  minutesAgo,
  names,
  notices,
  rows,
  search,
  showList,
} from "../testing/guest-list.test-support.tsx";

describe("invitations", () => {
  test("that wait or did not arrive are counted, explained, and marked at their guests", async () => {
    const until = "2027-06-18T14:05:00.000Z";
    await showList({
      guests: [katherine, guestCard(4)],
      held: { held: [{ guestId: katherine.guestId, by: "account", until }], failed: [guestCard(4).guestId], aDay: 50 },
    });
    await expect.element(page.getByText("One invitation waits to be sent")).toBeVisible();
    await expect.element(page.getByText(/can send 50 invitations a day.*sent automatically on Friday.* 18 June.* 15:05/)).toBeVisible();
    await expect.element(page.getByText(/open the guests marked “Invitation waits” and copy their link/)).toBeVisible();
    await expect.element(page.getByText("One invitation didn't arrive")).toBeVisible();
    await expect.element(rows.first()).toMatchTextContent(/Invitation waits$/);
    await expect.element(rows.last()).toMatchTextContent(/Not delivered$/);
  });

  test("of several reasons each is given once", async () => {
    const held = (at: number, by: "account" | "event" | "recipient") => ({ guestId: guestCard(at).guestId, by, until: minutesAgo(-60) });
    await showList({ held: { held: [held(0, "event"), held(1, "recipient"), held(2, "event")] } });
    await expect.element(page.getByText("3 invitations wait to be sent")).toBeVisible();
    const note = document.querySelector(".notice")!;
    expect(note.textContent!.match(/This event has sent/g)).toHaveLength(1);
    expect(note.textContent!.match(/This address has had/g)).toHaveLength(1);
    expect(note.textContent).not.toMatch(/account that invited/);
  });
});

describe("guests whom emails did not reach", () => {
  const lost = (at: number, reason: UndeliveredGuest["reason"], delivery: UndeliveredGuest["delivery"] = "failed") => {
    const { guestId, name } = guestCard(at);
    return { guestId, name, email: `lost-${at}@exmaple.org`, delivery, reason };
  };
  const section = page.getByRole("region", { name: "Not delivered" });

  test("stand on top with the reason, and one step corrects the address and sends again", async () => {
    const { path } = await showList({ held: { undelivered: [lost(2, "noSuchAddress"), lost(3, "mailboxFull")] } });
    await expect.element(section.getByText("Emails to 2 guests didn't arrive")).toBeVisible();
    await expect.element(section.getByRole("listitem").first()).toMatchTextContent(/lost-2@exmaple.org.*Nobody has this address/);
    await expect.element(section.getByRole("listitem").last()).toMatchTextContent(/Their mailbox is full/);
    const { guestId, name } = lost(2, null);
    whenAsked(`POST ${path}/guests/${guestId}/invitation`, { body: { seq: 201 } });
    await button(`Fix and resend: ${name}`).click();
    await expect.element(section.getByLabelText("Email")).toHaveFocus();
    await section.getByLabelText("Email").fill("lost@example.org");
    await userEvent.keyboard("{Enter}");
    await expect.element(notices.getByText(`Invitation to ${name} will be sent again`)).toBeVisible();
    expect(asked("POST", `${path}/guests/${guestId}/invitation`)[0]!.body).toMatchObject({ email: "lost@example.org" });
  });

  test("a refused address stays in its field, with the reason said", async () => {
    const { path } = await showList({ held: { undelivered: [lost(2, null)] } });
    whenAsked(`POST ${path}/guests/${lost(2, null).guestId}/invitation`, refuse("email_on_list"));
    await button(/^Fix and resend/).click();
    await section.getByLabelText("Email").fill("grace@example.org");
    await button("Send again").click();
    await expect.element(notices.getByText(/already on the guest list/)).toBeInTheDocument();
    await expect.element(section.getByLabelText("Email")).toHaveValue("grace@example.org");
  });

  test("who complained is offered nothing to send", async () => {
    await showList({ held: { undelivered: [lost(2, null, "complained")] } });
    await expect.element(section.getByText(/reported the email as unwanted/)).toBeVisible();
    await expect.element(button(/^Fix and resend/)).not.toBeInTheDocument();
  });

  test("of many, three stand on top; the filter has all, and finds them", async () => {
    await showList({ held: { undelivered: [1, 2, 3, 4, 5].map((at) => lost(at, "refused")) } });
    await expect.poll(() => section.getByRole("listitem").elements().length).toBe(3);
    await button("Show all 5").click();
    await expect.element(filter(/^Not delivered 5/)).toHaveAttribute("aria-pressed", "true");
    await expect.poll(() => section.getByRole("listitem").elements().length).toBe(5);
    await search.fill("lost-4");
    await expect.poll(() => section.getByRole("listitem").elements().length).toBe(1);
  });

  test("whose email waits have a filter of their own; without any, neither is offered", async () => {
    const { guestId, name } = lost(2, null);
    await showList({ held: { waiting: [{ guestId, name, email: "slow@example.org", until: null }] } });
    await filter(/^Mail waits 1/).click();
    await expect.element(page.getByText(/It is still being tried/)).toBeVisible();
    await expect.element(filter(/^Not delivered/)).not.toBeInTheDocument();
  });

  test("fit a phone", async () => {
    await page.viewport(390, 844);
    await showList({ held: { undelivered: [lost(2, "noSuchAddress"), lost(3, "refused")] } });
    await button(/^Fix and resend/)
      .first()
      .click();
    await expect.element(section.getByLabelText("Email")).toBeVisible();
    expect(document.documentElement.scrollWidth).toBe(390);
    await page.viewport(1280, 900);
  });

  test("are told of in German", async () => {
    await showList({ locale: "de", held: { undelivered: [lost(2, "noSuchAddress"), lost(3, "mailboxFull")] } });
    await expect.element(page.getByText("E-Mails an 2 Gäste kamen nicht an")).toBeVisible();
    await expect.element(page.getByText(/Diese Adresse hat niemand/)).toBeVisible();
  });
});

describe("the delivery of emails", () => {
  test.each([
    [390, "none"],
    [390, "going"],
    [320, "going"],
    [320, "waiting"],
  ] as const)("is said whole on a phone, in the longer language too: %i px, %s", async (width, standing) => {
    await page.viewport(width, 844);
    await showList({
      guests: [{ ...guestCard(6, { email: "a.very.long.address@example.org", standing }), delivery: "failed" }],
      locale: "de",
    });
    const note = page.getByText("Nicht zugestellt");
    await expect.element(note).toBeVisible();
    const { right } = note.element().getBoundingClientRect();
    expect(right).toBeLessThanOrEqual(note.element().closest(".guest-row-state")!.getBoundingClientRect().right);
    expect(right).toBeLessThanOrEqual(width);
    await page.viewport(1280, 900);
  });

  const bounced: ListedGuest = { ...katherine, delivery: "failed" };
  const missed: ListedGuest = { ...guestCard(4), delivery: "notSent" };
  const list = [{ ...grace, delivery: "sent" as const }, { ...alan, delivery: "delayed" as const }, bounced, missed];

  test("stands in the row of each guest", async () => {
    await showList({ guests: list });
    const words = ["Email sent", "Delayed", "Not delivered", "No email yet"];
    for (const [at, guest] of list.entries())
      await expect.element(rows.filter({ hasText: guest.name })).toMatchTextContent(new RegExp(words[at]!));
  });

  test("is not said of those who have answered without one", async () => {
    await showList({ guests: [{ ...guestCard(4), standing: "going", delivery: "notSent" }] });
    await expect.element(rows.first()).toBeVisible();
    await expect.element(rows.first()).not.toMatchTextContent(/No email yet/);
  });

  test("has a filter of those whom nothing has reached, where a new address is sent to at once", async () => {
    const { path, questions } = await showList({ guests: list, held: { neverReached: 2, failed: [bounced.guestId] } });
    const { guestId, name } = bounced;
    whenAsked(`GET ${path}/guests/${guestId}/history`, { body: { lines: [] } });
    whenAsked(`POST ${path}/guests/${guestId}/invitation`, { body: { seq: 201 } });
    await filter("Never reached 2").click();
    await expect.poll(names).toEqual([bounced.name, missed.name]);
    expect(questions().at(-1)).toMatchObject({ reach: "never" });
    await rows.filter({ hasText: name }).getByRole("button").click();
    const drawer = page.getByRole("dialog", { name });
    await drawer.getByRole("button", { name: "Fix and resend" }).click();
    await userEvent.keyboard("{Control>}a{/Control}found@example.org{Enter}");
    await expect.element(page.getByText(`Invitation to ${name} will be sent again`)).toBeVisible();
    expect(asked("POST", `${path}/guests/${guestId}/invitation`)[0]!.body).toMatchObject({ email: "found@example.org" });
  });

  test("ends with whose link was opened, which a problem and an answer outweigh, and has a filter of those who have not answered", async () => {
    const opened = { delivery: "sent" as const, opened: true };
    const readers = [
      { ...katherine, ...opened },
      { ...guestCard(4), ...opened, delivery: "failed" as const },
      { ...grace, ...opened },
    ];
    const { path, questions } = await showList({ guests: readers, held: { openedUnanswered: 2 } });
    for (const [at, words] of ["Link opened", "Not delivered", "Email sent"].entries())
      await expect.element(rows.filter({ hasText: readers[at]!.name })).toMatchTextContent(new RegExp(words));
    await filter("Link opened, no answer 2").click();
    await expect.poll(() => questions().at(-1)).toMatchObject({ reach: "opened" });
    whenAsked(`GET ${path}/guests/${katherine.guestId}/history`, { body: { lines: [] } });
    await rows.filter({ hasText: katherine.name }).getByRole("button").click();
    await expect.element(page.getByRole("dialog").getByText(/Their link was opened.*a program that checks links/)).toBeVisible();
  });

  test("says that an email was delivered, which an opened link outweighs, and has a filter of those who opened none", async () => {
    const delivered = { delivery: "delivered" as const };
    const readers = [
      { ...katherine, ...delivered },
      { ...guestCard(4), ...delivered, opened: true },
    ];
    const { questions } = await showList({ guests: readers, held: { deliveredUnopened: 1 } });
    for (const [at, words] of ["Email delivered", "Link opened"].entries())
      await expect.element(rows.filter({ hasText: readers[at]!.name })).toMatchTextContent(new RegExp(words));
    await filter("Delivered, link not opened 1").click();
    await expect.poll(() => questions().at(-1)).toMatchObject({ reach: "delivered" });
    await expect.element(rows.filter({ hasText: readers[1]!.name })).not.toBeInTheDocument();
  });

  test("says that an email was probably opened, and in the guest's card what that is worth; a problem, an opened link and an answer outweigh it", async () => {
    const opened = { delivery: "delivered" as const, mailOpened: true };
    const readers = [
      { ...katherine, ...opened },
      { ...guestCard(4), ...opened, delivery: "failed" as const },
      { ...guestCard(5), ...opened, opened: true },
      { ...grace, ...opened },
    ];
    const { path } = await showList({ guests: readers });
    for (const [at, words] of ["Email probably opened", "Not delivered", "Link opened", "Email delivered"].entries())
      await expect.element(rows.filter({ hasText: readers[at]!.name })).toMatchTextContent(new RegExp(words));
    whenAsked(`GET ${path}/guests/${katherine.guestId}/history`, { body: { lines: [] } });
    await rows.filter({ hasText: katherine.name }).getByRole("button").click();
    await expect.element(page.getByRole("dialog").getByText(/was probably opened.*that nobody looks at/)).toBeVisible();
  });

  test("is no filter while everybody was reached", async () => {
    await showList({ guests: list, held: { neverReached: 0 } });
    await expect.poll(names).toHaveLength(4);
    await expect.element(filter(/^Never reached/)).not.toBeInTheDocument();
  });
});

describe("replies that need a host's word", () => {
  const held = (at: number, from: string | null): HeldReply => {
    const { guestId, name } = guestCard(at);
    return { guestId, name, from, seq: 10 + at, answer: from === null ? null : "going", note: "", proposal: null };
  };
  const section = page.getByRole("region", { name: "Replies that need your word" });

  test("are counted on top, and a press opens the guest", async () => {
    const { path } = await showList({ replies: [held(0, "grace@work.example"), held(2, null)] });
    whenAsked(`GET ${path}/guests/${grace.guestId}/history`, { body: { lines: [] } });
    await expect.element(section.getByText("2 replies need your word")).toBeVisible();
    await expect.element(section.getByRole("listitem").first()).toMatchTextContent(/A reply from grace@work.example/);
    await expect.element(section.getByRole("listitem").last()).toMatchTextContent(/Suggests another time/);
    await button(`Decide on the reply for ${grace.name}`).click();
    await expect.element(page.getByRole("dialog", { name: grace.name })).toBeVisible();
  });

  test("say whom a guest wants to send", async () => {
    await showList({ replies: [{ ...held(0, null), answer: "declined", delegates: ["bea@example.org"] }] });
    await expect.element(section.getByRole("listitem").first()).toMatchTextContent(/Wants to send bea@example.org/);
  });

  test("take no room where there are none", async () => {
    await showList();
    await expect.element(rows.first()).toBeVisible();
    await expect.element(section).not.toBeInTheDocument();
  });

  test("are told of in German", async () => {
    await showList({ locale: "de", replies: [held(0, null)] });
    await expect.element(page.getByText("Eine Antwort braucht dein Wort")).toBeVisible();
  });
});
