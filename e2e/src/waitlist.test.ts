import { expect, test } from "vitest";
import { ofToday } from "../../server/src/testing/turns.test-support.ts";
import { answer, answerCard, choiceOf, confirmButton, untilAnswerIs } from "./support/answers.ts";
import { anEvent, invite, openEvent, openInvitation } from "./support/events.ts";
import { subjectsOf } from "./support/mailbox.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

test("one seat, two guests: the second joins the waitlist and sees when they get the seat, and what they can do", async () => {
  const host = await stage.aHost("Ada Almeida");
  const [grace, lin] = [await stage.aGuest("Grace Hopper"), await stage.aGuest("Lin Santos")];
  const event = await anEvent(host, { capacity: 1, waitlist: true });
  await invite(event, [grace, lin]);
  await openEvent(host, event);

  await openInvitation(grace, event);
  await answer(grace.page, "Going");
  await untilAnswerIs(grace.page, "You're going");
  await host.page.getByText("Full · 1 of 1 seats taken").waitFor();

  await openInvitation(lin, event);
  const join = choiceOf(lin.page, "Full");
  expect(await join.innerText()).toBe("Full · Join the waitlist");
  expect(await join.evaluate((button) => getComputedStyle(button).backgroundColor), "in the colour of waiting").toBe(
    await lin.page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = "var(--waiting)";
      return getComputedStyle(probe).color;
    }),
  );
  await confirmButton(lin.page).click();
  await untilAnswerIs(lin.page, "You're #1 on the waitlist");
  await untilAnswerIs(lin.page, "We'll move you up automatically");
  await host.page.getByText("Full · 1 waiting").waitFor();

  expect(await subjectsOf(lin, "waitlist")).toEqual([`You’re on the waitlist for ${event.title}`]);
  await openEvent(lin, event);
  await untilAnswerIs(lin.page, "You're #1 on the waitlist");

  await answer(grace.page, "Can't");
  await untilAnswerIs(lin.page, "You're in!");
  expect(await answerCard(lin.page).getByText("waitlist").count()).toBe(0);
  await answerCard(lin.page).getByRole("button", { name: "Add to calendar" }).waitFor();
  await answerCard(lin.page).getByRole("button", { name: "Close" }).click();
  await untilAnswerIs(lin.page, "You're going");
  await host.page.getByText("Full · 1 waiting").waitFor({ state: "detached" });

  expect(await subjectsOf(lin, "You’re in!")).toEqual([`You’re in! A seat opened up for ${event.title}`]);
  await expect.poll(() => subjectsOf(grace, "You can’t make it")).toHaveLength(1);
});

test.each(ofToday(["desktop", "phone"] as const))("a host on a %s changes the order of the waitlist, and takes it back", async (device) => {
  const host = await stage.aHost("Ada Almeida", device);
  const [grace, lin, alan] = [await stage.aGuest("Grace Hopper"), await stage.aGuest("Lin Santos"), await stage.aGuest("Alan Turing")];
  const event = await anEvent(host, { capacity: 1, waitlist: true });
  await invite(event, [grace, lin, alan]);
  await openInvitation(grace, event);
  await answer(grace.page, "Going");
  for (const [guest, place] of [[lin, 1] as const, [alan, 2] as const]) {
    await openInvitation(guest, event);
    await confirmButton(guest.page).click();
    await untilAnswerIs(guest.page, `You're #${place} on the waitlist`);
  }

  await host.page.goto(`${event.page}/guests`);
  await host.page
    .getByRole("group")
    .getByRole("button", { name: /Waitlist/ })
    .click();
  const rows = host.page.getByRole("list", { name: "Guests" }).getByRole("listitem");
  const shown = () => rows.locator("strong").allInnerTexts();
  await expect.poll(shown).toEqual(["Lin Santos", "Alan Turing"]);
  await rows.nth(1).getByRole("button").click();
  const drawer = host.page.getByRole("dialog", { name: "Alan Turing" });
  await drawer.getByText("Place 2 of 2").waitFor();
  await drawer.getByRole("button", { name: "To the top" }).focus();
  await host.page.keyboard.press("Enter");
  await drawer.getByText("Place 1 of 2").waitFor();
  await drawer.getByText("Moved on the waitlist, to place 1").waitFor();
  await untilAnswerIs(alan.page, "You're #1 on the waitlist");
  await untilAnswerIs(lin.page, "You're #2 on the waitlist");
  await host.page.keyboard.press("Escape");
  await expect.poll(shown).toEqual(["Alan Turing", "Lin Santos"]);

  await host.page.getByRole("button", { name: "Undo" }).click();
  await untilAnswerIs(lin.page, "You're #1 on the waitlist");
  await expect.poll(shown).toEqual(["Lin Santos", "Alan Turing"]);

  await answer(grace.page, "Can't");
  await untilAnswerIs(lin.page, "You're in!");
  await untilAnswerIs(alan.page, "You're #1 on the waitlist");
});
