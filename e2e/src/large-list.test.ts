import { expect, test } from "vitest";
import { anEvent } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
/** A frame that takes longer than this is seen and felt (ms). Read on the page itself, the list below takes ten times as long. */
const LONGEST_STALL = 400;

test("a guest list of 20,000 lines is read beside the page, which goes on answering; reading it can be stopped", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host);
  const { page } = host;
  await page.goto(`${event.page}/invite`);
  const input = page.locator("input[type=file]");
  const rows = Array.from({ length: 20_000 }, (_, index) => `Guest Number ${index},guest${index}@example.org,${index % 3},"Table ${index % 40}, left"`);
  const file = { name: "guests.csv", mimeType: "text/csv", buffer: Buffer.from(`Name,Email,Plus-ones,Note\n${rows.join("\n")}\n`) };
  await page.getByLabel("Who is invited?").waitFor();

  // As on a phone: there is time to press Cancel.
  const line = await page.context().newCDPSession(page);
  await line.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await input.setInputFiles(file);
  await page.getByRole("progressbar", { name: "Reading guests.csv" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("progressbar").waitFor({ state: "detached" });
  expect(await page.getByText("guests.csv").count()).toBe(0);
  await line.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  await page.evaluate(() => {
    const at = { last: performance.now(), worst: 0 };
    Object.assign(globalThis, { stalls: at });
    const tick = () => {
      const now = performance.now();
      at.worst = Math.max(at.worst, now - at.last);
      at.last = now;
      setTimeout(tick);
    };
    tick();
  });
  await input.setInputFiles(file);
  await page.getByText("10,000 people", { exact: true }).or(page.getByText("10000 people", { exact: true })).waitFor();
  await page.getByText("The rest was not read").waitFor();
  expect(await page.evaluate(() => (globalThis as unknown as { stalls: { worst: number } }).stalls.worst)).toBeLessThan(LONGEST_STALL);
  await page.getByRole("button", { name: "Send 10,000 invitations" }).waitFor();
});
