import { z } from "zod";
import { LocalPath } from "./accounts.ts";
import { Locale } from "./locale.ts";

/** Who signs people in for this instance (OpenID Connect), as buttons name it. Null: nobody does. */
export const SignInProvider = z.object({ provider: z.object({ label: z.string() }).nullable() });

/** `locale` becomes the account's if this sign-in makes one. */
export const BeginProviderSignIn = z.strictObject({ next: LocalPath.optional(), locale: Locale });

/** The provider's page, to which the browser goes on. */
export const ProviderPage = z.object({ url: z.string() });

export const LinkedProvider = z.object({
  id: z.uuid(),
  label: z.string(),
  /** Whether it is the provider that this instance signs in by now. */
  isCurrent: z.boolean(),
  addedAt: z.iso.datetime(),
  usedAt: z.iso.datetime(),
});
export type LinkedProvider = z.infer<typeof LinkedProvider>;
export const LinkedProviders = z.object({ providers: z.array(LinkedProvider) });

/** Where the provider sends browsers back to. It is registered there, so it stays as it is. */
export const PROVIDER_CALLBACK = "/sign-in/callback";
