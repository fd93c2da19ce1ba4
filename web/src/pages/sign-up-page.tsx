import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useState } from "react";
import type { Locale } from "@turnout/contract/locale";
import { Link, useSearch } from "wouter";
import { type Errand, errandAt } from "../accounts/errand.ts";
import { EntryHead, EntryPage } from "../accounts/entry-page.tsx";
import { useEntryEmail } from "../accounts/entry-email.ts";
import { EmailField, NameField, PasswordField } from "../accounts/fields.tsx";
import { useFieldRules } from "../accounts/field-rules.ts";
import { FormRefusal } from "../accounts/form-refusal.tsx";
import { nextIn, safeNext, withNext } from "../accounts/local-path.ts";
import { MailSent } from "../accounts/mail-sent.tsx";
import { startFresh } from "../accounts/session.ts";
import { useSignedInElsewhere } from "../accounts/sign-in-panel.tsx";
import { useProblems } from "../accounts/use-problems.ts";
import { useSubmission } from "../accounts/use-submission.ts";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";

export function SignUpPage() {
  const { t } = useLingui();
  return (
    <EntryPage title={t`Create an account`} theme="confetti">
      <SignUp />
    </EntryPage>
  );
}

function SignUp() {
  const { t, i18n } = useLingui();
  const rules = useFieldRules();
  const next = nextIn(useSearch());
  const [errand] = useState(() => errandAt(next)?.kind ?? null);
  const [name, setName] = useState("");
  const [email, setEmail] = useEntryEmail();
  const [password, setPassword] = useState("");
  const [mailed, setMailed] = useState(false);
  const { problems, check, form } = useProblems<"name" | "email" | "password">();
  const ask = () => {
    const body = { name: name.trim(), email: email.trim(), password, locale: i18n.locale as Locale, ...(next && { next }) };
    return read(api.POST("/api/auth/sign-up", { body }));
  };
  const signUp = useSubmission(ask, () => setMailed(true));
  useSignedInElsewhere(mailed, () => startFresh(safeNext(next)));

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (check({ name: rules.name(name), email: rules.email(email), password: rules.newPassword(password) })) void signUp.submit(undefined);
  }

  if (mailed) {
    return (
      <MailSent title={t`One last step`} again={ask} onOther={() => setMailed(false)} otherLabel={t`Use a different email`}>
        <p>
          <Trans>
            We've sent an email to <strong>{email.trim()}</strong>. Click the link in it to finish.
          </Trans>
        </p>
        <p className="muted">
          {errand ? (
            <Trans>Open the link in this browser: your draft is kept here, and everything goes on by itself.</Trans>
          ) : (
            <Trans>The link works for 24 hours. If the address already has an account, the email signs you in instead.</Trans>
          )}
        </p>
      </MailSent>
    );
  }
  return (
    <>
      <SignUpHead errand={errand} />
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        <NameField value={name} onChange={setName} error={problems.name} hint={t`Guests see it as the host's name.`} />
        <EmailField value={email} onChange={setEmail} error={problems.email} />
        <PasswordField value={password} onChange={setPassword} error={problems.password} autoComplete="new-password" />
        <FormRefusal refusal={signUp.refusal} />
        <Button type="submit" look="primary" size="lg" wide pending={signUp.pending}>
          <Trans>Create account</Trans>
        </Button>
      </form>
      <p className="entry-foot">
        <Trans>
          Already have an account, or prefer no password? <Link href={withNext("/sign-in", next)}>Sign in with an email link</Link>
        </Trans>
      </p>
    </>
  );
}

/** Why an account is needed, in terms of what somebody was doing. */
function SignUpHead({ errand }: { errand: Errand["kind"] | null }) {
  const { t } = useLingui();
  if (errand === "publishDraft")
    return (
      <EntryHead title={t`Create an account to publish`}>
        <Trans>Your event is kept in this browser and goes live as soon as you've confirmed your email.</Trans>
      </EntryHead>
    );
  if (errand === "saveDraft")
    return (
      <EntryHead title={t`Create an account to save your draft`}>
        <Trans>Then it's on all your devices, and you can go on writing.</Trans>
      </EntryHead>
    );
  return (
    <EntryHead title={t`Create an account`}>
      <Trans>For hosts. Your events are with you on every device.</Trans>
    </EntryHead>
  );
}
