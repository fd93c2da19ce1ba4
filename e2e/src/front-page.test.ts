import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "./open-browser.ts";
import { startServer, type ServerProcess } from "./server-process.ts";

let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("the front page opens, and nothing goes wrong behind it", async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));

  await page.goto(server.url);
  await page.getByRole("heading", { level: 1 }).waitFor();

  expect(await page.title()).toContain("Turnout");
  expect(complaints).toEqual([]);
});
