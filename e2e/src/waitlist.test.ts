import { expect, test } from "vitest";
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

  expect(await subjectsOf(lin, "You’re in!")).toEqual([`You’re in! A spot opened up for ${event.title}`]);
  await expect.poll(() => subjectsOf(grace, "You can’t make it"), { timeout: 15_000 }).toHaveLength(1);
});
