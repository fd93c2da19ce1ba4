import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { Locale } from "@turnout/contract/locale";
import { Link, useSearch } from "wouter";
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

  function submit(event: FormEvent) {
    event.preventDefault();
    if (check({ name: rules.name(name), email: rules.email(email), password: rules.newPassword(password) })) void signUp.submit(undefined);
  }

  if (mailed) {
    return (
      <MailSent title={t`One last step`} again={ask} onOther={() => setMailed(false)} otherLabel={t`Change something`}>
        <p>
          <Trans>
            A mail with a link is on its way to <strong>{email.trim()}</strong>. Your account begins when you press the button there.
          </Trans>
        </p>
        <p className="muted">
          <Trans>The link waits for 24 hours. If the address already has an account, the mail signs you in instead.</Trans>
        </p>
      </MailSent>
    );
  }
  return (
    <>
      <EntryHead title={t`Create an account`}>
        <Trans>For those who invite. With it, your events are with you on every device.</Trans>
      </EntryHead>
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        <NameField value={name} onChange={setName} error={problems.name} hint={t`Guests see it as the host's name.`} />
        <EmailField value={email} onChange={setEmail} error={problems.email} />
        <PasswordField value={password} onChange={setPassword} error={problems.password} autoComplete="new-password" />
        <FormRefusal refusal={signUp.refusal} />
        <Button type="submit" look="primary" size="lg" wide pending={signUp.pending}>
          <Trans>Create my account</Trans>
        </Button>
      </form>
      <p className="entry-foot">
        <Trans>
          Have one already, or rather no password at all? <Link href={withNext("/sign-in", next)}>Sign in</Link>: a mailed link makes an
          account too.
        </Trans>
      </p>
    </>
  );
}
