import { Trans, useLingui } from "@lingui/react/macro";
import type { SubmitEvent } from "react";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { CODE_DIGITS } from "@turnout/contract/code-digits";
import { CodeInput } from "./code-input.tsx";
import { FormRefusal } from "./form-refusal.tsx";
import { MailSent } from "./mail-sent.tsx";
import { startFresh } from "./session.ts";
import { useProblems } from "./use-problems.ts";
import { useSubmission } from "./use-submission.ts";

type EnterCodeProps = {
  eventId: string;
  email: string;
  again: () => Promise<unknown>;
  onOther: () => void;
  digits: string;
  onDigits: (digits: string) => void;
  /** Why the server refused what was typed before the app was there. */
  known: string | null;
};

/** Enters the emailed code, then returns to the event. Looks the same whether or not the address is on the list. */
export function EnterCode({ eventId, email, again, onOther, digits, onDigits, known }: EnterCodeProps) {
  const { t } = useLingui();
  const { problems, check, form } = useProblems<"code">({ code: known });
  const redeem = useSubmission(
    (code: string) =>
      read(api.POST("/api/events/{eventId}/recovery/confirmation", { params: { path: { eventId } }, body: { email, code } })),
    () => startFresh(`/e/${eventId}`),
  );
  const isWrong = redeem.refusal?.code === "code_invalid";

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (check({ code: digits.length === CODE_DIGITS ? null : t`The code has ${CODE_DIGITS} digits.` })) void redeem.submit(digits);
  }

  return (
    <MailSent title={t`Check your email`} again={again} onOther={onOther} takesFocus={false}>
      <p>
        <Trans>
          If <strong>{email}</strong> is on the guest list, an email with a code is on its way. It works for 15 minutes.
        </Trans>
      </p>
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        <CodeInput
          digits={digits}
          onChange={onDigits}
          onFull={(code) => void redeem.submit(code)}
          error={isWrong ? t`That code is incorrect or expired.` : problems.code}
        />
        <FormRefusal refusal={isWrong ? null : redeem.refusal} />
        <Button type="submit" look="primary" size="lg" wide pending={redeem.pending}>
          <Trans>Open the event</Trans>
        </Button>
      </form>
    </MailSent>
  );
}
