import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD, signUp } from "./support/accounts.ts";
import { ask } from "./support/api.ts";
import { anEvent, invite } from "./support/events.ts";
import { followMail } from "./support/mailbox.ts";
import { giveDevice } from "./support/passkey-device.ts";
import { examine } from "./support/screens.ts";
import { startServer, type ServerProcess } from "./support/server-process.ts";
import { openStage } from "./support/stage.ts";

const OPERATOR = "olga@example.org";
const stage = openStage();
let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ OPERATORS: OPERATOR });
  stage.url = server.url;
});
afterAll(() => server?.close());

const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true }).waitFor();
const PHONE = { width: 390, height: 844 };

/** Looks at what is shown, as it is, on a desk and on a phone. */
async function look(page: Page, name: string): Promise<string[]> {
  const desk = page.viewportSize()!;
  const asItIs = [{ name, open: async () => {} }];
  const found = await examine(page, asItIs, "desktop");
  await page.setViewportSize(PHONE);
  found.push(...(await examine(page, asItIs, "phone")));
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  await page.setViewportSize(desk);
  return tooWide ? [...found, `${name} is wider than a phone`] : found;
}

test("an operator adds a passkey, opens the page with it, and by the password alone gets no further", async () => {
  const olga = await stage.aGuest("Olga Operator", "desktop");
  olga.email = OPERATOR;
  // What browsers say of each answer that asks for a passkey.
  olga.forgives.push(/status of 403/);
  const { page, url } = olga;
  await giveDevice(olga);
  await signUp(olga);
  await page.goto(`${url}/account`);
  await page.getByRole("link", { name: "Open the operator's page" }).click();
  await heading(page, "First add a passkey");
  const found = await look(page, "operator first passkey");
  await page.getByRole("link", { name: "Add one in your account" }).click();
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("What do you call this device?").fill("Desk key");
  await page.getByRole("button", { name: "Add the passkey" }).click();
  await page.getByText("Desk key").waitFor();
  await page.getByRole("link", { name: "Open the operator's page" }).click();

  await heading(page, "Use your passkey");
  found.push(...(await look(page, "operator use passkey")));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await heading(page, "Processes");
  await page.getByRole("region", { name: "Processes" }).getByText("running").waitFor();
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByText("passkey.added").waitFor();
  const deliverability = page.getByRole("region", { name: "Whether others take your email" });
  await deliverability.getByLabel("Where your email leaves").fill("192.0.2.1");
  await deliverability.getByRole("button", { name: "Check now" }).click();
  await deliverability.getByRole("button", { name: "Check again" }).waitFor();
  // Whatever DNS says here: mostly nothing.
  await deliverability.getByText(/^(DNS gives no answer|No mail server is set)$/).waitFor();
  found.push(...(await look(page, "operator page")));
  expect(found).toEqual([]);

  await page.context().clearCookies();
  await ask(olga, "POST", "/api/auth/sign-in", { email: OPERATOR, password: PASSWORD });
  await page.goto(`${url}/operator`);
  await heading(page, "Use your passkey");
  await page.goto(`${url}/account`);
  await page.getByRole("button", { name: "Remove the passkey Desk key" }).click();
  const question = page.getByRole("dialog", { name: "Is it really you?" });
  await question.getByText(/You look after this instance/).waitFor();
  expect(await question.getByLabel("Password").count()).toBe(0);
  await question.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText(/The passkey “Desk key” is removed/).waitFor();
  await page.goto(`${url}/operator`);
  await heading(page, "First add a passkey");
});

test("an operator finds who unsubscribed, sends to them again, and takes that back", async () => {
  const olga = await stage.aGuest("Olga Operator", "desktop");
  olga.email = OPERATOR;
  olga.forgives.push(/status of 403/);
  const { page, url } = olga;
  await giveDevice(olga);
  await ask(olga, "POST", "/api/auth/sign-in", { email: OPERATOR, password: PASSWORD });
  await page.goto(`${url}/account`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("What do you call this device?").fill("Desk key");
  await page.getByRole("button", { name: "Add the passkey" }).click();
  await page.getByText("Desk key").waitFor();
  await page.goto(`${url}/operator`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  const list = page.getByRole("region", { name: "Addresses that get no email" });
  await list.getByRole("button", { name: "Show them" }).click();
  await list.getByText("Every address gets its emails.").waitFor();

  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [grace]);
  await followMail(grace, `${host.name} invites you: ${event.title}`, "Unsubscribe from this event");
  await grace.page.getByRole("button", { name: "Unsubscribe from this event" }).click();
  await grace.page.getByText("You won’t get any more emails about this event.").waitFor();

  await list.getByLabel("Find an address").fill(grace.email);
  await list.getByRole("button", { name: "Find", exact: true }).click();
  await list.getByText("All emails of the event").waitFor();
  expect(await look(page, "operator suppressions")).toEqual([]);
  await list.getByRole("button", { name: `Allow again: ${grace.email}` }).click();
  await list.getByText(`${grace.email} gets its emails.`).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await list.getByText("All emails of the event").waitFor();
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByText("suppression.restored").waitFor();
});

test("whoever is no operator is told so", async () => {
  const host = await stage.aHost("Ada Almeida");
  await host.page.goto(`${host.url}/operator`);
  await heading(host.page, "Only for operators");
  await host.page.goto(`${host.url}/account`);
  await heading(host.page, "Your account");
  expect(await host.page.getByRole("link", { name: "Open the operator's page" }).count()).toBe(0);
});
