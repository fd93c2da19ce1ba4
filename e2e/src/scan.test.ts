import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { answer } from "./support/answers.ts";
import { ask } from "./support/api.ts";
import { anEvent, invite, openEvent, openInvitation, type Gathering } from "./support/events.ts";
import type { Person } from "./support/people.ts";
import { openStage } from "./support/stage.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-camera-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** What the doors' cameras see: pictures, one after the other, from the beginning again. */
const film = join(folder, "film.mjpeg");
const stage = openStage([
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-video-capture=${film}`,
]);

/** A guest who is going, with their code on the screen of their phone. */
async function aGuestWithCode(event: Gathering, name: string): Promise<Person> {
  const guest = await stage.aGuest(name);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await openEvent(guest, event);
  await answer(guest.page, "Going");
  await guest.page.getByRole("link", { name: "Your code", exact: true }).click();
  await pass(guest.page).getByText(name).waitFor();
  return guest;
}

const pass = (page: Page) => page.getByRole("region", { name: "Your code for the door" });
const verdict = (page: Page) => page.getByRole("region", { name: "Scan codes" }).getByRole("alert");
const codeUrl = async (guest: Person, { id }: Gathering) => (await ask<{ url: string }>(guest, "GET", `/api/events/${id}/door-code`)).url;

/** A hand scanner types a text within a moment, and presses Enter: in the page, since keys that come from outside have pauses of their own. */
async function handScan(page: Page, text: string) {
  await page.evaluate((letters) => {
    const began = performance.now();
    for (const [index, key] of [...letters, "Enter"].entries()) {
      const target = document.activeElement ?? document.body;
      const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      Object.defineProperty(pressed, "timeStamp", { value: began + index * 5 });
      const isFree = target.dispatchEvent(pressed);
      if (isFree && key !== "Enter" && target instanceof HTMLInputElement) document.execCommand("insertText", false, key);
    }
  }, text);
}

test("a door's camera reads the code on a guest's phone, and the guest is in, at every door", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host);
  const guest = await aGuestWithCode(event, "Grace Hopper");
  await guest.page.evaluate(() => scrollTo(0, 0));
  const size = { width: 390, height: 780 };
  const shown = await guest.page.screenshot({ type: "jpeg", quality: 90, scale: "css", clip: { x: 0, y: 0, ...size } });
  writeFileSync(film, shown);

  const [north, south] = [host.page, await host.page.context().newPage()];
  await north.context().grantPermissions(["camera"]);
  for (const door of [north, south]) await door.goto(`${event.page}/door`);
  await south.getByRole("searchbox").fill("hopper");
  await north.getByRole("button", { name: "Scan codes" }).click();
  await verdict(north).getByText("Welcome, Grace Hopper").waitFor();
  await south
    .getByRole("list", { name: "Guests" })
    .getByText(/^Here since/)
    .waitFor();
  await verdict(north).getByRole("button", { name: "Undo" }).click();
  await south.getByRole("button", { name: /^Let in: Grace Hopper/ }).waitFor();

  // The cameras of the doors after this one see no code: it would be another event's.
  await guest.page.goto("about:blank");
  writeFileSync(film, await guest.page.screenshot({ type: "jpeg", scale: "css", clip: { x: 0, y: 0, ...size } }));
});

test("a hand scanner's codes are green once, amber the second time, and red where they are forged or another event's", async () => {
  const host = await stage.aHost("Ada Almeida");
  const [event, other] = [await anEvent(host), await anEvent(host)];
  const url = await codeUrl(await aGuestWithCode(event, "Mary Shaw"), event);
  const foreign = await codeUrl(await aGuestWithCode(other, "Barbara Liskov"), other);
  const door = host.page;
  await door.goto(`${event.page}/door`);
  const search = door.getByRole("searchbox");
  await search.click();
  await handScan(door, url);
  await verdict(door).getByText("Welcome, Mary Shaw").waitFor();
  expect(await search.inputValue(), "a scan is no search").toBe("");

  const forged = url.slice(0, -4) + (url.endsWith("AAAA") ? "BBBB" : "AAAA");
  await handScan(door, forged);
  await verdict(door).getByText("Not a code of this event").waitFor();
  await handScan(door, foreign);
  await verdict(door).getByText("Another event's code").waitFor();
  await handScan(door, url);
  await verdict(door).getByText("Already in: Mary Shaw").waitFor();
  await door
    .getByRole("status")
    .filter({ hasText: /^1 here/ })
    .waitFor();
});

test("a phone with a door link scans a guest's code and sees nothing else, until a host ends it", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host);
  const url = await codeUrl(await aGuestWithCode(event, "Joan Clarke"), event);
  const door = host.page;
  await door.goto(`${event.page}/door`);
  await door.getByRole("button", { name: "Let others scan" }).click();
  await door.getByLabel("Name of the gate").fill("Garden");
  await door.getByRole("button", { name: "Make a link" }).click();
  const link = await door.getByRole("region", { name: "New link" }).getByRole("textbox").inputValue();

  const staff = await stage.aGuest("Tim");
  staff.forgives.push(/status of 404/);
  const phone = staff.page;
  await phone.goto(link);
  await phone.getByRole("heading", { name: "Garden" }).waitFor();
  await handScan(phone, url);
  await verdict(phone).getByText("Welcome, Joan Clarke").waitFor();
  await door
    .getByRole("status")
    .filter({ hasText: /^1 here/ })
    .waitFor();
  await phone.goto(`${event.page}/door`);
  expect(await phone.getByText("Joan Clarke").count()).toBe(0);

  await door.getByRole("button", { name: "End the link of Garden" }).click();
  await door.getByRole("button", { name: "End the link of Garden" }).waitFor({ state: "detached" });
  await phone.goto(link);
  await phone.getByRole("heading", { name: "This link no longer works" }).waitFor();
});

test("a phone with a door link that has the guest list finds guests by name and code without a network, until a host ends it", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host);
  const url = await codeUrl(await aGuestWithCode(event, "Ida Rhodes"), event);
  await aGuestWithCode(event, "Zoë Müller");
  const door = host.page;
  await door.goto(`${event.page}/door`);
  await door.getByRole("button", { name: "Let others scan" }).click();
  await door.getByLabel("Name of the gate").fill("Garden");
  await door.getByRole("checkbox", { name: "With the guest list" }).check();
  await door.getByRole("button", { name: "Make a link" }).click();
  const link = await door.getByRole("region", { name: "New link" }).getByRole("textbox").inputValue();

  const staff = await stage.aGuest("Tim");
  staff.forgives.push(/status of 404/, /ERR_INTERNET_DISCONNECTED/, /when fetching the script/);
  const phone = staff.page;
  await phone.goto(link);
  await phone.getByRole("heading", { name: "Garden" }).waitFor();
  const guests = phone.getByRole("list", { name: "Guests" });
  await guests.getByText("Zoë Müller").waitFor();
  await phone.waitForLoadState("networkidle");
  await phone.context().setOffline(true);
  await phone.getByText(/^No connection: this door goes on with the list of/).waitFor();
  await phone.getByRole("searchbox").fill("mueller zoe");
  await guests.getByText("Ida Rhodes").waitFor({ state: "detached" });
  await phone.keyboard.press("Enter");
  await phone.getByText("Zoë Müller is in: 1 person. Kept on this device.").waitFor();
  await handScan(phone, url);
  await verdict(phone).getByText("Welcome, Ida Rhodes").waitFor();
  await phone.getByText("2 arrivals wait on this device until the other doors can know.").waitFor();

  await phone.context().setOffline(false);
  await door
    .getByRole("status")
    .filter({ hasText: /^2 here/ })
    .waitFor();
  await phone.getByText(/arrivals wait/).waitFor({ state: "detached" });

  await door.getByRole("button", { name: "End the link of Garden" }).click();
  await door.getByRole("button", { name: "End the link of Garden" }).waitFor({ state: "detached" });
  await phone.getByRole("button", { name: "More for Zoë Müller" }).click();
  await phone.getByRole("menuitem", { name: "Take one back" }).click();
  await phone.getByRole("heading", { name: "This link no longer works" }).waitFor();
  expect(await phone.getByText("Ida Rhodes").count()).toBe(0);
});

test("a board counts who comes in as it happens, for a host and for whoever has a door link, and names nobody", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host);
  const url = await codeUrl(await aGuestWithCode(event, "Mary Jackson"), event);
  const { url: link } = await ask<{ url: string }>(host, "POST", `/api/events/${event.id}/door/links`, { gate: "Garden" });
  const [board, staff] = [await host.page.context().newPage(), (await stage.aGuest("Tim")).page];
  await board.goto(`${event.page}/board`);
  await staff.goto(link);
  await staff.getByRole("heading", { name: "Garden" }).waitFor();
  await staff.getByRole("link", { name: "Board" }).click();
  const here = (page: Page) => page.getByRole("region", { name: "Who is here" });
  for (const page of [board, staff]) await here(page).getByText("of 1 expected").waitFor();
  await staff.getByRole("link", { name: "Scan codes" }).click();
  // The board has the gate's name as well.
  await staff.getByRole("region", { name: "Scan codes" }).waitFor();
  await handScan(staff, url);
  await verdict(staff).getByText("Welcome, Mary Jackson").waitFor();
  await here(board).getByText("1", { exact: true }).waitFor();
  await board.getByRole("list", { name: "By gate" }).getByText("Garden").waitFor();
  await staff.goBack();
  await here(staff).getByText("1", { exact: true }).waitFor();
  for (const page of [board, staff]) expect(await page.locator("main").textContent()).not.toContain("Mary");
});
