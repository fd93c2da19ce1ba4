import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import { anEvent, invite, openEvent } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? (document.activeElement as HTMLElement | null)?.innerText);

test("after removing a guest by keyboard the next Tab reaches Undo, and then the list", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host);
  await invite(event, [await stage.aGuest("Grace Hopper"), await stage.aGuest("Lin Santos"), await stage.aGuest("Mary Shaw")]);
  const { page } = host;
  await page.goto(`${event.page}/guests`);
  const list = page.getByRole("list", { name: "Guests" });
  const undo = page.getByRole("button", { name: "Undo" });

  await removeByKeyboard(page, "Lin Santos");
  await undo.waitFor();
  await list.getByRole("button", { name: /Lin Santos/ }).waitFor({ state: "detached" });
  // The row that came into its place. Meanwhile it may say another thing of its email.
  const others = /Grace Hopper|Mary Shaw/;
  await expect.poll(() => focused(page)).toMatch(others);
  const [place] = others.exec((await focused(page))!)!;
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Undo");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Dismiss");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toContain(place);

  await page.getByRole("button", { name: "Dismiss" }).click();
  await removeByKeyboard(page, "Mary Shaw");
  await undo.waitFor();
  await list.getByRole("button", { name: /Mary Shaw/ }).waitFor({ state: "detached" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await list.getByRole("button", { name: /Mary Shaw/ }).waitFor();
  await expect.poll(() => focused(page)).toMatch(/Grace Hopper/);
});

async function removeByKeyboard(page: Page, name: string): Promise<void> {
  await page.getByRole("list", { name: "Guests" }).getByRole("button", { name }).focus();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name, exact: true });
  // What opens takes the focus first.
  await drawer.locator(":focus").waitFor();
  await drawer.getByRole("button", { name: `More for ${name}` }).focus();
  await page.keyboard.press("Enter");
  await page.locator('[role="menuitem"]:focus').waitFor();
  await page.getByRole("menuitem", { name: "Remove from the list" }).focus();
  await page.keyboard.press("Enter");
  await drawer.waitFor({ state: "detached" });
}

test("after deleting a message by keyboard the focus stays at that message", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host, { chat: "open" });
  const { page } = host;
  await openEvent(host, event);
  await page.getByRole("textbox", { name: "Message" }).fill("Bring a blanket");
  await page.keyboard.press("Enter");
  const message = page.getByRole("article", { name: /Ada Almeida/ }).last();
  await message.focus(); // what can be done with it shows from then on
  await message.getByRole("button", { name: "Delete" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).focus();
  await page.keyboard.press("Enter");
  await message.getByText("Message deleted").waitFor();
  await expect.poll(() => focused(page)).toMatch(/^Ada Almeida/);
});

test("an invalid or missing date or time prevents publishing; what was typed stays", async () => {
  const host = await stage.aHost("Ada Almeida");
  const { page } = host;
  await page.goto(`${host.url}/events/new`);
  await page.getByRole("textbox", { name: "Title" }).fill("Midsummer");
  const [day, time] = [page.getByLabel("Starts: date"), page.getByLabel("Starts: time")];
  const publish = page.getByRole("button", { name: "Publish" });
  await day.fill("18 June 2030");
  await day.blur();
  await time.fill("around seven");
  await publish.click();
  await page.getByText("Write it like this: 19:00").waitFor();
  expect(await focused(page)).toBe("Starts: time");
  expect(await time.inputValue()).toBe("around seven");
  expect(await time.getAttribute("aria-invalid")).toBe("true");

  await time.fill("");
  await publish.click();
  await page.getByText("Add a time").waitFor();
  expect(await focused(page)).toBe("Starts: time");
  await time.fill("7 pm");
  await day.fill("soon");
  await publish.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Write it like this:").waitFor();
  expect(await focused(page)).toBe("Starts: date");
  expect(await page.getByRole("dialog").count()).toBe(0);

  await day.fill("18 June 2030");
  await page.getByRole("button", { name: /Deadline to answer/ }).click();
  const dialog = page.getByRole("dialog", { name: "Deadline to answer" });
  await dialog.getByRole("switch").click();
  await dialog.getByLabel("Until: date").fill("next week");
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.getByText("Write it like this:").waitFor();
  expect(await focused(page)).toBe("Until: date");
  await dialog.getByLabel("Until: date").fill("1 June 2030");
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.waitFor({ state: "detached" });
  await publish.click();
  await page.getByRole("dialog", { name: /Publish/ }).waitFor();
});
