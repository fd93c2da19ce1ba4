import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useState } from "react";
import type { Locale } from "@turnout/contract/locale";
import { Link } from "wouter";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { EntryHead } from "./entry-page.tsx";
import { leaveErrand } from "./errand.ts";
import { EmailField, NameField, PasswordField } from "./fields.tsx";
import { useFieldRules } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { withNext } from "./local-path.ts";
import { MailSent } from "./mail-sent.tsx";
import { startFresh } from "./session.ts";
import { useSignedInElsewhere } from "./sign-in-panel.tsx";
import { keepWay, type Way } from "./sign-in-way.ts";
import { useProblems } from "./use-problems.ts";
import { useSubmission } from "./use-submission.ts";

type KeepFormProps = { eventId: string; title: string; name: string; email: string };

/** Asks a guest for the missing data. Once the email is confirmed in this browser, the event is in their account. */
export function KeepForm({ eventId, title, ...known }: KeepFormProps) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const next = `/e/${eventId}`;
  const [way, setWay] = useState<Way>("link");
  const [name, setName] = useState(known.name);
  const [email, setEmail] = useState(known.email);
  const [password, setPassword] = useState("");
  const [mailed, setMailed] = useState(false);
  const { problems, check, form } = useProblems<"name" | "email" | "password">();
  const byPassword = way === "password";
  const ask = useAsk({ name: name.trim(), email: email.trim(), password: byPassword ? password : null, next });
  const keep = useSubmission(ask, () => {
    leaveErrand(next, { kind: "keepInvitation", name: name.trim() });
    keepWay(way);
    setMailed(true);
  });
  useSignedInElsewhere(mailed, () => startFresh(next));

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const wrong = { name: rules.name(name), email: rules.email(email), ...(byPassword && { password: rules.newPassword(password) }) };
    if (check(wrong)) void keep.submit(undefined);
  }

  if (mailed)
    return (
      <MailSent title={t`Check your email`} again={ask} onOther={() => setMailed(false)}>
        <p>
          <Trans>
            We've sent a link to <strong>{email.trim()}</strong>. Open it in this browser, and your invitation is in your account.
          </Trans>
        </p>
      </MailSent>
    );
  return (
    <>
      <EntryHead title={t`Save your invitation to an account`}>
        <Trans>You'll find “{title}” under My events on all your devices. Your link keeps working.</Trans>
      </EntryHead>
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        <NameField value={name} onChange={setName} error={problems.name} />
        <EmailField value={email} onChange={setEmail} error={problems.email} />
        {byPassword && (
          <PasswordField value={password} onChange={setPassword} error={problems.password} autoComplete="new-password" autoFocus />
        )}
        <FormRefusal refusal={keep.refusal} />
        <Button type="submit" look="primary" size="lg" wide icon={byPassword ? undefined : "mail"} pending={keep.pending}>
          {byPassword ? t`Create account` : t`Send me a link`}
        </Button>
        <p className="entry-or">
          <Trans>or</Trans>
        </p>
        <Button wide icon={byPassword ? "mail" : "lock"} onClick={() => setWay(byPassword ? "link" : "password")}>
          {byPassword ? t`Send me a link instead` : t`Choose a password`}
        </Button>
      </form>
      <p className="entry-foot">
        <Link href={next}>
          <Trans>Back to the event</Trans>
        </Link>
        {" · "}
        <Link href={withNext("/sign-in", next)} onClick={() => leaveErrand(next, { kind: "keepInvitation", name: name.trim() })}>
          <Trans>I have an account</Trans>
        </Link>
      </p>
    </>
  );
}

/** Requests the email: with a sign-in link, or to confirm an account with a password. */
function useAsk({ name, email, password, next }: { name: string; email: string; password: string | null; next: string }) {
  const { i18n } = useLingui();
  const locale = i18n.locale as Locale;
  return () =>
    password === null
      ? read(api.POST("/api/auth/sign-in-links", { body: { email, locale, next } }))
      : read(api.POST("/api/auth/sign-up", { body: { name, email, password, locale, next } }));
}
