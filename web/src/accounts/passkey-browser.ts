import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import type { operations } from "../api/schema.d.ts";

type Registration = operations["addPasskey"]["requestBody"]["content"]["application/json"]["registration"];
export type Assertion = operations["signInWithPasskey"]["requestBody"]["content"]["application/json"]["assertion"];
export type Options = { challenge: string };

/** Whether there can be passkeys here: the browser knows them, and the site has a name. They need HTTPS, but on this machine itself. */
export const knowsPasskeys = (): boolean => typeof PublicKeyCredential !== "undefined" && !/^[\d.]+$|:/.test(location.hostname);

/** Has a device of the owner's make a passkey. Null: they said no, or it took too long. `passkey_known`: it has one already. */
export async function makePasskey(options: Options): Promise<Registration | "passkey_known" | null> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return startRegistration({ optionsJSON }).then(
    (made) => made as unknown as Registration,
    (error: unknown) => (isKnown(error) ? "passkey_known" : null),
  );
}

/** Whether somebody is asked for a passkey now, by a button: a browser asks one question at a time, and a later one takes its place. */
export const asking = { is: false };

/** Has one of the owner's devices answer. Null: they said no, there is none for this site, or it took too long. */
export async function answerByPasskey(options: Options): Promise<Assertion | null> {
  asking.is = true;
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return startAuthentication({ optionsJSON })
    .then(
      (answer) => answer as unknown as Assertion,
      () => null,
    )
    .finally(() => (asking.is = false));
}

/** WebAuthn, 5.1.3: one of the passkeys that the options exclude is on the device. */
const isKnown = (error: unknown) => error instanceof Error && error.name === "InvalidStateError";
