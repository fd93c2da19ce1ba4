import { expect, test } from "vitest";
import type { Person } from "./support/people.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

/** A device with a finger, as Chromium plays it (WebAuthn Level 3, 11). */
async function giveDevice({ page }: Person) {
  const line = await page.context().newCDPSession(page);
  await line.send("WebAuthn.enable");
  const { authenticatorId } = await line.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { refuse: (isVerified: boolean) => line.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: !isVerified }) };
}

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

  await page.context().clearCookies();
  await page.goto(`${host.url}/sign-in?next=/account`);
  await device.refuse(true);
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
