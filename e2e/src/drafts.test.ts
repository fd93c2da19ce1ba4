import { expect, test } from "vitest";
import { openStage } from "./support/stage.ts";

const stage = openStage();

test("a draft is saved as it is typed, and is there after a reload and after being offline", async () => {
  const host = await stage.aHost("Ada Almeida");
  const { page } = host;
  host.forgives.push(/ERR_INTERNET_DISCONNECTED/, /WebSocket connection to .* failed/);
  await page.goto(`${host.url}/events/new`);
  const title = page.getByRole("textbox", { name: "Title" });
  await title.fill("Midsummer");
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.reload();
  expect(await title.inputValue()).toBe("Midsummer");

  await page.context().setOffline(true);
  await title.fill("Midsummer by the lake");
  await page.getByText("Offline — kept on this device").waitFor();
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText("Saved", { exact: true }).waitFor();
  expect(await title.inputValue()).toBe("Midsummer by the lake");

  await page.goto(`${host.url}/events?show=drafts`);
  await page.getByRole("link", { name: /Midsummer by the lake/ }).waitFor();
});

test("a draft that is deleted in one tab says so in the editor of another, which keeps what is written there", async () => {
  const host = await stage.aHost("Lin Santos");
  const { page } = host;
  host.forgives.push(/status of 404/);
  await page.goto(`${host.url}/events/new`);
  await page.getByRole("textbox", { name: "Title" }).fill("Second thoughts");
  await page.getByText("Saved", { exact: true }).waitFor();
  const editor = await page.context().newPage();
  await editor.goto(page.url());
  const title = editor.getByRole("textbox", { name: "Title" });
  await title.waitFor();

  await page.goto(`${host.url}/events?show=drafts`);
  await page.getByRole("button", { name: "For hosts: Second thoughts" }).click();
  await page.getByRole("menuitem", { name: "Delete the draft…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the draft" }).click();
  await page.getByText("No drafts").waitFor();

  await editor.getByText("You no longer host this event, or its draft was deleted").waitFor();
  await title.fill("Third thoughts");
  await editor.getByRole("button", { name: "Copy what you wrote" }).waitFor();
  expect(await title.inputValue()).toBe("Third thoughts");
});
