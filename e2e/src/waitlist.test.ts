import { expect, test } from "vitest";
import { answer, answerCard, choiceOf, confirmButton, untilAnswerIs } from "./support/answers.ts";
import { anEvent, invite, openEvent, openInvitation } from "./support/events.ts";
import { subjectsOf } from "./support/mailbox.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

test("one seat, two guests: the second waits in line and sees the seat come by itself", async () => {
  const host = await stage.aHost("Ada Almeida");
  const [grace, lin] = [await stage.aGuest("Grace Hopper"), await stage.aGuest("Lin Santos")];
  const event = await anEvent(host, { capacity: 1, waitlist: true });
  await invite(event, [grace, lin]);
  await openEvent(host, event);

  await openInvitation(grace, event);
  await answer(grace.page, "Going");
  await untilAnswerIs(grace.page, "You're going");
  await host.page
    .getByText("All 1 seats are taken")
    .or(host.page.getByText(/seat.* taken/))
    .first()
    .waitFor();

  await openInvitation(lin, event);
  expect(await choiceOf(lin.page, "Going").innerText()).toContain("Join the line");
  await confirmButton(lin.page).click();
  await untilAnswerIs(lin.page, "You are 1st in line");
  await untilAnswerIs(lin.page, "Ticket 1");
  await host.page.getByText("1 in line").waitFor();

  expect(await subjectsOf(lin, "waitlist")).toEqual([`You’re on the waitlist for ${event.title}`]);
  await openEvent(lin, event);
  await untilAnswerIs(lin.page, "You are 1st in line");

  await answer(grace.page, "Can't");
  await untilAnswerIs(lin.page, "You're going");
  expect(await answerCard(lin.page).getByText("in line").count()).toBe(0);
  await host.page.getByText("1 in line").waitFor({ state: "detached" });

  expect(await subjectsOf(lin, "You’re in!")).toEqual([`You’re in! A spot opened up for ${event.title}`]);
  await expect.poll(() => subjectsOf(grace, "You can’t make it"), { timeout: 15_000 }).toHaveLength(1);
});
