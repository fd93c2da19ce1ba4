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
