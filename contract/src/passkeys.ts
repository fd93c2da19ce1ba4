import { z } from "zod";
import { OneLine } from "./text.ts";

/** Passkeys of one account. */
export const MAX_PASSKEYS = 20;
export const MAX_PASSKEY_NAME = 60;
/** Longest part of what a device says (characters of base64url). A registration with an attestation takes a few thousand. */
const MAX_PART = 20_000;

const Part = z
  .string()
  .min(1)
  .max(MAX_PART)
  .regex(/^[\w-]+$/);
const common = {
  id: Part,
  rawId: Part,
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
  clientExtensionResults: z.looseObject({}),
};

/** What a device says when it has made a passkey (WebAuthn, `RegistrationResponseJSON`). */
export const PasskeyRegistration = z.object({
  ...common,
  response: z.object({
    clientDataJSON: Part,
    attestationObject: Part,
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});
/** What a device says when somebody uses a passkey (WebAuthn, `AuthenticationResponseJSON`). */
export const PasskeyAssertion = z.object({
  ...common,
  response: z.object({ clientDataJSON: Part, authenticatorData: Part, signature: Part, userHandle: Part.optional() }),
});

/** What a browser passes on to its devices, as WebAuthn's `PublicKeyCredentialCreationOptionsJSON` or `…RequestOptionsJSON`. */
export const PasskeyOptions = z.looseObject({ challenge: z.string() });

export const AddPasskey = z.strictObject({ name: OneLine.min(1).max(MAX_PASSKEY_NAME), registration: PasskeyRegistration });
export const SignInWithPasskey = z.strictObject({ assertion: PasskeyAssertion });

export const Passkey = z.object({
  id: z.uuid(),
  name: z.string(),
  addedAt: z.iso.datetime(),
  /** Null: never used to sign in. */
  usedAt: z.iso.datetime().nullable(),
});
export type Passkey = z.infer<typeof Passkey>;
export const Passkeys = z.object({ passkeys: z.array(Passkey) });
