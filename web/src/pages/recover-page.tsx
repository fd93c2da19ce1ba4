import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { EnterCode } from "../accounts/enter-code.tsx";
import { EntryHead, EntryPage } from "../accounts/entry-page.tsx";
import { useEntryEmail } from "../accounts/entry-email.ts";
import { EmailField } from "../accounts/fields.tsx";
import { useFieldRules } from "../accounts/field-rules.ts";
import { FormRefusal } from "../accounts/form-refusal.tsx";
import { withNext } from "../accounts/local-path.ts";
import { useProblems } from "../accounts/use-problems.ts";
import { useSubmission } from "../accounts/use-submission.ts";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";

/** For guests who lost their link: a code by mail makes this browser theirs again. */
export function RecoverPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const [email, setEmail] = useEntryEmail();
  const [mailed, setMailed] = useState(false);
  const { problems, check, form } = useProblems<"email">();
  const sendCode = () => read(api.POST("/api/events/{eventId}/recovery", { params: { path: { eventId } }, body: { email: email.trim() } }));
  const ask = useSubmission(sendCode, () => setMailed(true));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (check({ email: rules.email(email) })) void ask.submit(undefined);
  }

  return (
    <EntryPage title={t`Find your invitation`} theme="botanical">
      {mailed ? (
        <EnterCode eventId={eventId} email={email.trim()} again={sendCode} onOther={() => setMailed(false)} />
      ) : (
        <>
          <EntryHead title={t`Lost your link?`}>
            <Trans>Enter the email address you were invited with. We'll send you a code that opens the event here.</Trans>
          </EntryHead>
          <form ref={form} className="entry-form" noValidate onSubmit={submit}>
            <EmailField value={email} onChange={setEmail} error={problems.email} autoComplete="email" />
            <FormRefusal refusal={ask.refusal} />
            <Button type="submit" look="primary" size="lg" icon="mail" wide pending={ask.pending}>
              <Trans>Send me a code</Trans>
            </Button>
          </form>
          <p className="entry-foot">
            <Trans>
              Hosting this event, or kept it in your account? <Link href={withNext("/sign-in", `/e/${eventId}`)}>Sign in</Link>
            </Trans>
          </p>
        </>
      )}
    </EntryPage>
  );
}
