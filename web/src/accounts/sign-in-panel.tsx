import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import type { Locale } from "@turnout/contract/locale";
import { api, read } from "../api/client.ts";
import { useEntryEmail } from "./entry-email.ts";
import { errandAt } from "./errand.ts";
import { MailSent } from "./mail-sent.tsx";
import { loadSession, useSession } from "./session.ts";
import { SignInForm } from "./sign-in-form.tsx";

type SignInPanelProps = { next: string | null; head: ReactNode; foot?: ReactNode; onSignedIn: (account: Account) => void };

/** The whole sign-in. After a link was sent, it notices when that link is used in this browser. */
export function SignInPanel({ next, head, foot, onSignedIn }: SignInPanelProps) {
  const { t, i18n } = useLingui();
  const [email, setEmail] = useEntryEmail();
  const [mailed, setMailed] = useState(false);
  useSignedInElsewhere(mailed, onSignedIn);
  const again = () =>
    read(api.POST("/api/auth/sign-in-links", { body: { email: email.trim(), locale: i18n.locale as Locale, ...(next && { next }) } }));

  if (mailed) {
    return (
      <MailSent title={t`Check your email`} again={again} onOther={() => setMailed(false)}>
        <p>
          <Trans>
            We've sent a link to <strong>{email.trim()}</strong>. Open it on the device where you want to sign in.
          </Trans>
        </p>
        <p className="muted">
          {errandAt(next) ? (
            <Trans>It works once, for 15 minutes. Use it in this browser: everything goes on from here.</Trans>
          ) : (
            <Trans>The link works once, for 15 minutes. If you don't have an account yet, it creates one.</Trans>
          )}
        </p>
      </MailSent>
    );
  }
  return (
    <>
      {head}
      <SignInForm next={next} email={email} onEmail={setEmail} onSignedIn={onSignedIn} onMailed={() => setMailed(true)} />
      {foot}
    </>
  );
}

/** Another tab reports it; returning to this tab checks too, for browsers that isolate tabs. */
export function useSignedInElsewhere(waiting: boolean, onSignedIn: (account: Account) => void) {
  const { account } = useSession();
  const goOn = useEffectEvent(onSignedIn);
  useEffect(() => {
    if (waiting && account) goOn(account);
  }, [waiting, account]);

  useEffect(() => {
    if (!waiting) return;
    const look = () => void (document.visibilityState === "visible" && loadSession());
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [waiting]);
}
