import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { FormRefusal } from "./form-refusal.tsx";
import { useSubmission } from "./use-submission.ts";

/** How long to wait for an email before another can be requested (ms). */
export const MAIL_PATIENCE = 30_000;

type MailSentProps = {
  title: ReactNode;
  children: ReactNode;
  again: () => Promise<unknown>;
  onOther?: () => void;
  otherLabel?: string;
  takesFocus?: boolean;
};

/** What to do after an email was sent. The same for every address, so it does not reveal which ones are known. */
export function MailSent({ title, children, again, onOther, otherLabel, takesFocus = true }: MailSentProps) {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  const [waiting, startWaiting] = usePatience();
  const [resent, setResent] = useState(false);
  const resend = useSubmission(again, () => {
    setResent(true);
    startWaiting();
  });
  useLayoutEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);

  return (
    <section className="mail-sent">
      <span className="mail-sent-icon">
        <Icon name="mail" size={32} />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div className="mail-sent-text">{children}</div>
      <FormRefusal refusal={resend.refusal} />
      <p role="status" className={resent && waiting ? "muted" : "visually-hidden"}>
        {resent && waiting && <Trans>We've sent another one. Only the newest link works.</Trans>}
      </p>
      <div className="entry-more">
        <Button icon="refresh" disabled={waiting} pending={resend.pending} onClick={() => void resend.submit(undefined)}>
          {t`Send it again`}
        </Button>
        {onOther && (
          <Button look="plain" onClick={onOther}>
            {otherLabel ?? t`Use a different email`}
          </Button>
        )}
      </div>
      {waiting && (
        <p className="muted entry-small">
          <Trans>Didn't get it? It can take a minute. Check your spam folder too.</Trans>
        </p>
      )}
    </section>
  );
}

/** True for a while after the start, and after each call. */
function usePatience(): [boolean, () => void] {
  const [since, setSince] = useState(() => Date.now());
  const [isOverFor, setOverFor] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setOverFor(since), MAIL_PATIENCE);
    return () => clearTimeout(timer);
  }, [since]);
  return [isOverFor !== since, () => setSince(Date.now())];
}
