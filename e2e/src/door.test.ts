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
  expect(Date.now() - began, "live at the other door (ms)").toBeLessThan(15_000);
  expect(await south.getByRole("button", { name: /^Let in: Grace Hopper/ }).count()).toBe(0);
  await south.getByRole("status").filter({ hasText: "1 here" }).waitFor();

  await north.getByRole("button", { name: "Undo" }).click();
  await south.getByRole("button", { name: /^Let in: Grace Hopper/ }).waitFor();
  await south.getByRole("status").filter({ hasText: "0 here" }).waitFor();
});

test("a door goes on without a network, another lets the same guest in, and both are shown when they meet", async () => {
  const host = await stage.aHost("Ada Almeida");
  const [grace, alan] = [await stage.aGuest("Grace Hopper"), await stage.aGuest("Alan Turing")];
  const event = await anEvent(host);
  await invite(event, [grace, alan]);
  for (const guest of [grace, alan]) {
    await openInvitation(guest, event);
    await openEvent(guest, event);
    await answer(guest.page, "Going");
  }
  host.forgives.push(/ERR_INTERNET_DISCONNECTED/, /WebSocket connection to .* failed/, /when fetching the script/);
  const [north, south] = [host.page, (await stage.aHost("Ada Almeida")).page];
  for (const [door, gate] of [[north, "North"] as const, [south, "South"] as const]) {
    const roster = door.waitForResponse((response) => response.url().endsWith("/door/roster") && response.ok());
    await door.goto(`${event.page}/door`);
    await door.getByText("Live", { exact: true }).waitFor();
    await door.getByText("Name this gate").click();
    await door.getByLabel("Name of this gate").fill(gate);
    await door.getByText(`Gate: ${gate}`).click();
    await roster;
  }

  await north.context().setOffline(true);
  await north.getByText(/^No connection: this door goes on with the list of/).waitFor();
  for (const name of ["hopper", "TURING"]) {
    await north.getByRole("searchbox").fill(name);
    const others = name === "hopper" ? "Alan Turing" : "Grace Hopper";
    await north.getByRole("listitem").filter({ hasText: others }).waitFor({ state: "detached" });
    await north.keyboard.press("Enter");
    await north
      .getByText(/is in: 1 person. Kept on this device./)
      .last()
      .waitFor();
  }
  await north.getByText("2 arrivals wait on this device until the other doors can know.").waitFor();
  await south.getByRole("searchbox").fill("hopper");
  await south.getByRole("button", { name: /^Let in: Grace Hopper/ }).click();
  await south.getByText("Grace Hopper is in: 1 person").waitFor();

  await north.context().setOffline(false);
  for (const door of [north, south]) {
    await door.getByText("Let in twice: a door had no connection").waitFor();
    const finding = door.locator(".door-findings");
    await finding.getByText(/2 of 1 here: North .*, South /).waitFor();
    await door.getByRole("status").filter({ hasText: "3 here" }).waitFor();
    expect(await finding.getByText("Alan Turing").count()).toBe(0);
  }
  await north.getByText(/arrivals wait/).waitFor({ state: "detached" });

  await south.getByRole("searchbox").fill("hopper");
  await south.getByRole("button", { name: "More for Grace Hopper" }).click();
  await south.getByRole("menuitem", { name: "Take one back" }).click();
  for (const door of [north, south]) await door.getByText("Let in twice: a door had no connection").waitFor({ state: "detached" });
});
