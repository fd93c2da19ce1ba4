import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { EmailField } from "./fields.tsx";
import { useFieldRules } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { useFreshSubmission } from "./fresh-sign-in.tsx";
import { useProblems } from "./use-problems.ts";

/** The account's address, and changing it. Nothing changes before the new one is verified. */
export function EmailCard({ account }: { account: Account }) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const { problems, check, form } = useProblems<"email">();
  const change = useFreshSubmission(
    account,
    (to: string) => read(api.POST("/api/auth/email-changes", { body: { email: to } })),
    (_sent, to) => {
      setMailedTo(to);
      setOpen(false);
    },
  );

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const to = email.trim();
    const same = to.toLowerCase() === account.email ? t`That is your address already.` : null;
    if (check({ email: rules.email(email) ?? same })) void change.submit(to);
  }

  return (
    <Card aria-labelledby="email-title">
      <header className="account-head">
        <div>
          <h2 id="email-title">
            <Trans>Email</Trans>
          </h2>
          <p className="account-value">{account.email}</p>
        </div>
        {!open && (
          <Button onClick={() => setOpen(true)}>
            <Trans>Change the address</Trans>
          </Button>
        )}
      </header>
      {mailedTo && (
        <Notice tone="success" live title={t`A mail is on its way to ${mailedTo}`}>
          <Trans>Open its link in this browser. Until then everything stays as it is. Afterwards we tell the old address.</Trans>
        </Notice>
      )}
      {open && (
        <form ref={form} className="account-row" noValidate onSubmit={submit}>
          <EmailField value={email} onChange={setEmail} error={problems.email} label={t`New address`} autoComplete="email" />
          <FormRefusal refusal={change.refusal} />
          <div className="account-actions">
            <Button type="submit" look="primary" pending={change.pending}>
              <Trans>Send the mail</Trans>
            </Button>
            <Button look="plain" onClick={() => setOpen(false)}>
              <Trans>Keep the old one</Trans>
            </Button>
          </div>
        </form>
      )}
      {change.dialog}
    </Card>
  );
}
