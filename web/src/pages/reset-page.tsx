import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useState } from "react";
import { Link } from "wouter";
import { EntryHead, EntryPage } from "../accounts/entry-page.tsx";
import { useEntryEmail } from "../accounts/entry-email.ts";
import { EmailField, PasswordField } from "../accounts/fields.tsx";
import { useFieldRules } from "../accounts/field-rules.ts";
import { FormRefusal } from "../accounts/form-refusal.tsx";
import { clearToken, useLinkToken } from "../accounts/link-token.ts";
import { MailSent } from "../accounts/mail-sent.tsx";
import { keepWay } from "../accounts/sign-in-way.ts";
import { usePasswordReset } from "../accounts/use-password-reset.ts";
import { useProblems } from "../accounts/use-problems.ts";
import { useSubmission } from "../accounts/use-submission.ts";
import { api, read } from "../api/client.ts";
import { Button, LinkButton } from "../ui/button.tsx";

/** With an emailed token: the new password. Without one: the email to get it. */
export function ResetPage() {
  const { t } = useLingui();
  const [token, drop] = useLinkToken();
  return (
    <EntryPage title={t`New password`} theme="night">
      {token ? <SetPassword key={token} token={token} onDrop={drop} /> : <AskForMail />}
    </EntryPage>
  );
}

function AskForMail() {
  const { t } = useLingui();
  const rules = useFieldRules();
  const [email, setEmail] = useEntryEmail();
  const [mailed, setMailed] = useState(false);
  const { problems, check, form } = useProblems<"email">();
  const { ask, submission } = usePasswordReset(() => setMailed(true));

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (check({ email: rules.email(email) })) void submission.submit(email.trim());
  }

  if (mailed) {
    return (
      <MailSent title={t`Check your email`} again={() => ask(email.trim())} onOther={() => setMailed(false)}>
        <p>
          <Trans>
            If <strong>{email.trim()}</strong> has an account, a mail with a link to a new password is on its way. If not, the mail helps
            you in without one.
          </Trans>
        </p>
        <p className="muted">
          <Trans>The link works once, for 15 minutes, on any device.</Trans>
        </p>
      </MailSent>
    );
  }
  return (
    <>
      <EntryHead title={t`A new password`}>
        <Trans>We'll email you a link to set a new one. Your old password works until then.</Trans>
      </EntryHead>
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        <EmailField value={email} onChange={setEmail} error={problems.email} />
        <FormRefusal refusal={submission.refusal} />
        <Button type="submit" look="primary" size="lg" icon="mail" wide pending={submission.pending}>
          <Trans>Send me the link</Trans>
        </Button>
      </form>
      <p className="entry-foot">
        <Link href="/sign-in">
          <Trans>Back to sign-in</Trans>
        </Link>
      </p>
    </>
  );
}

function SetPassword({ token, onDrop }: { token: string; onDrop: () => void }) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const [password, setPassword] = useState("");
  const [done, setDone] = useState(false);
  const { problems, check, form } = useProblems<"password">();
  const reset = useSubmission(
    (newPassword: string) => read(api.POST("/api/auth/password-resets/redemption", { body: { token, newPassword } })),
    () => {
      clearToken();
      keepWay("password");
      setDone(true);
    },
  );

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (check({ password: rules.newPassword(password) })) void reset.submit(password);
  }

  if (done) {
    return (
      <>
        <EntryHead title={t`Your new password is set`}>
          <Trans>Everybody who was signed in with the old one is out, on every device. Sign in with the new one.</Trans>
        </EntryHead>
        <LinkButton href="/sign-in" look="primary" size="lg" wide>
          <Trans>Sign in</Trans>
        </LinkButton>
      </>
    );
  }
  return (
    <>
      <EntryHead title={t`Choose a new password`}>
        <Trans>It takes the place of the old one and ends all sessions, on every device.</Trans>
      </EntryHead>
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        <PasswordField
          value={password}
          onChange={setPassword}
          error={problems.password}
          label={t`New password`}
          autoComplete="new-password"
        />
        <FormRefusal refusal={reset.refusal} />
        <Button type="submit" look="primary" size="lg" wide pending={reset.pending}>
          <Trans>Set this password</Trans>
        </Button>
        {reset.refusal?.code === "link_invalid" && (
          <Button wide icon="mail" onClick={onDrop}>
            <Trans>Ask for a new link</Trans>
          </Button>
        )}
      </form>
    </>
  );
}
