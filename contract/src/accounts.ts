import { z } from "zod";
import { EmailAddress, isEmailAddress } from "./email-address.ts";
import { UserId } from "./ids.ts";
import { Locale } from "./locale.ts";
import { PersonName } from "./person-name.ts";

export const MIN_PASSWORD = 8;
export const MAX_PASSWORD = 128;
export const MAX_LOCAL_PATH = 500;

const plainEmail = z.email();

/** An account's address. Narrower than a guest's: before the `@`, letters of other scripts are not taken yet. */
export const AccountEmail = EmailAddress.refine(isPlainBeforeAt, "email_invalid").meta({ format: "email" });

function isPlainBeforeAt(address: string): boolean {
  if (!isEmailAddress(address)) return true; // told already
  return plainEmail.safeParse(`${address.slice(0, address.lastIndexOf("@"))}@example.org`).success;
}

/** Any characters, as long as there are enough. The server also refuses the commonest ones (`password_common`). */
export const NewPassword = z.string().min(MIN_PASSWORD).max(MAX_PASSWORD).meta({ format: "password" });

const LinkToken = z.string().min(1).max(200);

/** A path on this site to go on to. Anything that a browser would read as another site is refused. */
export const LocalPath = z
  .string()
  .max(MAX_LOCAL_PATH)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/);

export const Account = z.object({
  id: UserId,
  name: z.string(),
  email: z.string(),
  locale: Locale,
  hasPassword: z.boolean(),
  hasPasskey: z.boolean(),
  /** Replies to invitation emails go to this account's address, so guests learn it. */
  takesReplies: z.boolean(),
  /** Looks after this instance. What needs a passkey of late is refused until one is used. */
  isOperator: z.boolean(),
  /** Until then, changing the address and deleting the account need no new sign-in. */
  freshUntil: z.iso.datetime(),
});
export type Account = z.infer<typeof Account>;

/** Who is signed in in this browser, if anybody. */
export const CurrentSession = z.object({ account: Account.nullable() });
export const SignedIn = z.object({
  account: Account,
  /** The account was made just now: a good moment to ask for a name. */
  isNew: z.boolean(),
});
/** The same whether or not the address is known: an email was sent, or could not be sent. */
export const MailOnItsWay = z.object({ sent: z.literal(true) });
export const Done = z.object({ done: z.literal(true) });

export const SignUp = z.strictObject({
  name: PersonName,
  email: AccountEmail,
  password: NewPassword,
  locale: Locale,
  next: LocalPath.optional(),
});
/** `password` is asked for (`password_required`) in a browser that is not the one which signed up. */
export const ConfirmSignUp = z.strictObject({ token: LinkToken, password: NewPassword.optional() });
export const SignIn = z.strictObject({ email: AccountEmail, password: z.string().min(1).max(MAX_PASSWORD) });
export const RequestSignInLink = z.strictObject({ email: AccountEmail, locale: Locale, next: LocalPath.optional() });
/** `locale` becomes the account's if this link makes one. */
export const RedeemSignInLink = z.strictObject({ token: LinkToken, locale: Locale });
export const RequestPasswordReset = z.strictObject({ email: AccountEmail, locale: Locale });
export const ResetPassword = z.strictObject({ token: LinkToken, newPassword: NewPassword });
export const ChangePassword = z.strictObject({ currentPassword: z.string().min(1).max(MAX_PASSWORD), newPassword: NewPassword });
export const EditAccount = z.strictObject({
  name: PersonName.optional(),
  locale: Locale.optional(),
  takesReplies: z.boolean().optional(),
});
export const RequestEmailChange = z.strictObject({ email: AccountEmail });
export const ConfirmEmailChange = z.strictObject({ token: LinkToken });

/** A browser in which the account is signed in. */
export const AccountSession = z.object({
  id: z.uuid(),
  signedInAt: z.iso.datetime(),
  /** To the hour. */
  lastSeenAt: z.iso.datetime(),
  /** As the browser calls itself. */
  userAgent: z.string(),
  current: z.boolean(),
});
export type AccountSession = z.infer<typeof AccountSession>;
export const AccountSessions = z.object({ sessions: z.array(AccountSession) });

/** The pages that emailed links open. The token stands after `#`, so opening the page sends it to no server, log or referrer. */
export const accountPages = {
  signInLink: "/sign-in/link",
  confirmSignUp: "/sign-up/confirm",
  resetPassword: "/reset-password",
  confirmEmail: "/confirm-email",
} as const;
