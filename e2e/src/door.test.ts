import { expect, test } from "vitest";
import { answer } from "./support/answers.ts";
import { anEvent, invite, openEvent, openInvitation } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

test("two doors: a party comes in by both, each sees at once what the other did, and nobody is let in twice", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await openEvent(guest, event);
  await answer(guest.page, "Going");

  const [north, south] = [host.page, await host.page.context().newPage()];
  for (const door of [north, south]) {
    await door.goto(`${event.page}/door`);
    await door.getByRole("searchbox").fill("hopper");
    await door.getByText("Live", { exact: true }).waitFor();
  }
  const inAt = (door: typeof north) => door.getByRole("list", { name: "Guests" }).getByText(/^Here since/);
  await north.getByRole("button", { name: /^Let in: Grace Hopper/ }).waitFor();
  await north.keyboard.press("Enter");
  await north.getByText("Grace Hopper is in: 1 person").waitFor();
  const began = Date.now();
  await inAt(south).waitFor();
  expect(Date.now() - began, "live at the other door (ms)").toBeLessThan(5_000);
  expect(await south.getByRole("button", { name: /^Let in: Grace Hopper/ }).count()).toBe(0);
  await south.getByRole("status").filter({ hasText: "1 here" }).waitFor();

  await north.getByRole("button", { name: "Undo" }).click();
  await south.getByRole("button", { name: /^Let in: Grace Hopper/ }).waitFor();
  await south.getByRole("status").filter({ hasText: "0 here" }).waitFor();
});
