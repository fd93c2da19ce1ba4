import type { Person } from "./people.ts";

/** A device with a finger, as Chromium plays it (WebAuthn Level 3, 11). */
export async function giveDevice({ page }: Person): Promise<{ refuse(isRefused: boolean): Promise<unknown> }> {
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
  return { refuse: (isRefused) => line.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: !isRefused }) };
}
