import { useLingui } from "@lingui/react/macro";
import { ConfirmEmail } from "../accounts/confirm-email.tsx";
import { ConfirmSignUp } from "../accounts/confirm-sign-up.tsx";
import { EntryPage } from "../accounts/entry-page.tsx";
import { LinkIncomplete } from "../accounts/link-problem.tsx";
import { useLinkToken } from "../accounts/link-token.ts";
import { RedeemSignInLink } from "../accounts/redeem-sign-in-link.tsx";

/** What an emailed sign-in link opens. */
export function SignInLinkPage() {
  const { t } = useLingui();
  const [token] = useLinkToken();
  return (
    <EntryPage title={t`Sign in`} theme="sunrise">
      {token ? <RedeemSignInLink key={token} token={token} /> : <LinkIncomplete askAgain="/sign-in" />}
    </EntryPage>
  );
}

/** What the email after a sign-up opens. */
export function ConfirmSignUpPage() {
  const { t } = useLingui();
  const [token] = useLinkToken();
  return (
    <EntryPage title={t`Confirm your account`} theme="confetti">
      {token ? <ConfirmSignUp key={token} token={token} /> : <LinkIncomplete askAgain="/sign-up" />}
    </EntryPage>
  );
}

/** What the email to a new address opens. */
export function ConfirmEmailPage() {
  const { t } = useLingui();
  const [token] = useLinkToken();
  return (
    <EntryPage title={t`Confirm your new address`} theme="paper">
      {token ? <ConfirmEmail key={token} token={token} /> : <LinkIncomplete askAgain="/account" />}
    </EntryPage>
  );
}
