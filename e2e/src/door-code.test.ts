import type { Page } from "playwright-core";
import { test } from "vitest";
import { answer } from "./support/answers.ts";
import { anEvent, invite, openEvent, openInvitation } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

const pass = (page: Page) => page.getByRole("region", { name: "Your code for the door" });

test("a guest's code is there without a network, once it has been", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Radia Perlman");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await openEvent(guest, event);
  await answer(guest.page, "Going");
  await guest.page.getByRole("link", { name: "Your code", exact: true }).click();
  await pass(guest.page).getByText("Radia Perlman").waitFor();

  guest.forgives.push(/ERR_INTERNET_DISCONNECTED|Failed to load|WebSocket connection/);
  await guest.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await guest.page.context().setOffline(true);
  await guest.page.reload();
  await guest.page.getByRole("heading", { name: "You are offline" }).waitFor();
  await pass(guest.page).getByText("Radia Perlman").waitFor();
  await pass(guest.page).getByRole("img", { name: "QR code for the door" }).waitFor();
  await guest.page.context().setOffline(false);
});
