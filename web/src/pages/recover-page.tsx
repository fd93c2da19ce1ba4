import { Trans, useLingui } from "@lingui/react/macro";
import { codeDigits } from "@turnout/contract/code-digits";
import { type SubmitEvent, useLayoutEffect, useState } from "react";
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
import { focusLike, readServerForm, removeServerForm } from "../guests/answer/server-form.ts";
import { Button } from "../ui/button.tsx";

/** For guests who lost their link: a code by email makes this browser theirs again. Goes on where the server's form is. */
export function RecoverPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const [begun] = useState(readServerForm);
  const begunAtCode = begun?.fields.has("code") ?? false;
  const [keptEmail, setEmail] = useEntryEmail(begun?.fields.get("email"));
  const [digits, setDigits] = useState(() => codeDigits(begun?.fields.get("code") ?? ""));
  const [mailed, setMailed] = useState(begunAtCode);
  const known = begun?.refusal?.words ?? null;
  const { problems, check, form } = useProblems<"email">({ email: begunAtCode ? null : known });
  const email = keptEmail.trim();
  const sendCode = () => read(api.POST("/api/events/{eventId}/recovery", { params: { path: { eventId } }, body: { email } }));
  const ask = useSubmission(sendCode, () => setMailed(true));

  useLayoutEffect(() => {
    return removeServerForm(() => {
      // What was typed while this page rendered, or by the click in progress.
      const last = readServerForm();
      if (!last) return;
      setEmail(last.fields.get("email") ?? "");
      setDigits(codeDigits(last.fields.get("code") ?? ""));
      if (last.focus) focusLike(last.focus, document.getElementById("root")!);
    });
  }, [setEmail]);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (check({ email: rules.email(email) })) void ask.submit(undefined);
  }

  return (
    <EntryPage title={t`Find your invitation`} theme="botanical">
      {mailed ? (
        <EnterCode
          eventId={eventId}
          email={email}
          again={sendCode}
          onOther={() => setMailed(false)}
          digits={digits}
          onDigits={setDigits}
          known={begunAtCode ? known : null}
        />
      ) : (
        <>
          <EntryHead title={t`Lost your link?`}>
            <Trans>Enter the email address you were invited with. We'll send you a code that opens the event here.</Trans>
          </EntryHead>
          <form ref={form} className="entry-form" noValidate onSubmit={submit}>
            <EmailField value={keptEmail} onChange={setEmail} error={problems.email} autoComplete="email" />
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
