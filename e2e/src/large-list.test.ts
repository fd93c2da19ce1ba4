import { expect, test } from "vitest";
import { anEvent } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

test("a guest list of 20,000 lines is parsed in a worker while the page stays responsive, and parsing can be stopped", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host);
  const { page } = host;
  await page.goto(`${event.page}/invite`);
  const input = page.locator("input[type=file]");
  const rows = Array.from({ length: 20_000 }, (_, index) => `Guest Number ${index},guest${index}@example.org,${index % 3}`);
  const file = { name: "guests.csv", mimeType: "text/csv", buffer: Buffer.from(`Name,Email,Plus-ones\n${rows.join("\n")}\n`) };
  await page.getByLabel("Who is invited?").waitFor();

  await input.setInputFiles(file);
  await page.getByRole("progressbar", { name: "Reading guests.csv" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("progressbar").waitFor({ state: "detached" });
  expect(await page.getByText("guests.csv").count()).toBe(0);

  const drawn = await page.evaluateHandle(() => {
    const shares = new Set<string>();
    const look = () => {
      const share = document.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow");
      if (share) shares.add(share);
      requestAnimationFrame(look);
    };
    look();
    return shares;
  });
  await input.setInputFiles(file);
  await page.getByText(/^10,?000 people$/).waitFor();
  await page.getByText("The rest was not read").waitFor();
  expect(await drawn.evaluate(({ size }) => size)).toBeGreaterThan(3);
  await page.getByRole("button", { name: /^Send 10,?000 invitations$/ }).waitFor();
});
