import { expect, test } from "vitest";
import { giveDevice } from "./support/passkey-device.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

test("a host adds a passkey, signs out, signs in with it, and removes it", async () => {
  const host = await stage.aHost("Ada Almeida");
  const { page } = host;
  const device = await giveDevice(host);
  await page.goto(`${host.url}/account`);
  const passkeys = page.getByRole("region", { name: "Passkeys" });
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await passkeys.getByLabel("What do you call this device?").fill("Kitchen tablet");
  await passkeys.getByRole("button", { name: "Add the passkey" }).click();
  await passkeys.getByText("Kitchen tablet").waitFor();
  await passkeys.getByText(/not used yet/).waitFor();

  // Once more on the same device: it has one.
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await passkeys.getByRole("button", { name: "Add the passkey" }).click();
  await passkeys.getByText("This device has a passkey for your account already.").waitFor();

  await page.goto("about:blank"); // a page that is open would ask on without a session
  await page.context().clearCookies();
  await device.refuse(true);
  const offered = page.waitForResponse(/passkey-questions/);
  await page.goto(`${host.url}/sign-in?next=/account`);
  await offered;
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("No passkey was used.").waitFor();
  await device.refuse(false);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await passkeys.getByText(/last used/).waitFor();
  expect(new URL(page.url()).pathname).toBe("/account");

  await passkeys.getByRole("button", { name: "Remove the passkey Kitchen tablet" }).click();
  await page.getByText(/The passkey “Kitchen tablet” is removed/).waitFor();
  await passkeys.getByText("Kitchen tablet").waitFor({ state: "detached" });
});

test("a passkey that is picked where the browser fills in the address signs in; a device that refuses leaves the form as it is", async () => {
  const host = await stage.aHost("Bea Brandt");
  const { page } = host;
  const device = await giveDevice(host);
  await page.goto(`${host.url}/account`);
  const passkeys = page.getByRole("region", { name: "Passkeys" });
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await passkeys.getByRole("button", { name: "Add the passkey" }).click();
  await passkeys.getByText(/not used yet/).waitFor();

  await page.goto("about:blank"); // a page that is open would ask on without a session
  await page.context().clearCookies();
  await device.refuse(true);
  const asked = page.waitForResponse(/passkey-questions/);
  await page.goto(`${host.url}/sign-in?next=/account`);
  expect((await asked).status()).toBe(200);
  await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
  expect(await page.getByLabel("Email").getAttribute("autocomplete")).toBe("username webauthn");
  expect(await page.getByText("No passkey was used.").count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe("/sign-in");

  // The device that Chromium plays picks it from the list as soon as it is offered: nobody presses anything.
  await device.refuse(false);
  await page.goto(`${host.url}/sign-in?next=/account`);
  await passkeys.getByText(/last used/).waitFor();
  expect(new URL(page.url()).pathname).toBe("/account");
});
