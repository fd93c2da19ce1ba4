import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useState } from "react";
import { useSearch } from "wouter";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { EntryHead } from "./entry-page.tsx";
import { PasswordField } from "./fields.tsx";
import { useFieldRules } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { clearToken } from "./link-token.ts";
import { LinkSpent } from "./link-problem.tsx";
import { nextIn, safeNext, withNext } from "./local-path.ts";
import { showAccount, startFresh } from "./session.ts";
import { keepWay } from "./sign-in-way.ts";
import { useProblems } from "./use-problems.ts";
import { useSubmission } from "./use-submission.ts";

/** Creates the account on a click, since mail scanners follow links. In another browser than the one that signed up, the password is chosen here. */
export function ConfirmSignUp({ token }: { token: string }) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const next = nextIn(useSearch());
  const [elsewhere, setElsewhere] = useState(false);
  const [password, setPassword] = useState("");
  const { problems, check, form } = useProblems<"password">();
  const confirm = useSubmission(
    (chosen: string | undefined) =>
      read(api.POST("/api/auth/sign-up/confirmation", { body: { token, ...(chosen && { password: chosen }) } })),
    ({ account }) => {
      keepWay("password");
      clearToken();
      showAccount(account);
      startFresh(safeNext(next));
    },
  );
  const asked = confirm.refusal?.code === "password_required";
  if (asked && !elsewhere) setElsewhere(true);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!elsewhere) void confirm.submit(undefined);
    else if (check({ password: rules.newPassword(password) })) void confirm.submit(password);
  }

  if (confirm.refusal?.code === "link_invalid")
    return (
      <LinkSpent
        askAgain={withNext("/sign-in", next)}
        lead={t`Either your account is ready already, or the link has expired. A sign-in link by email helps in both cases.`}
      />
    );
  return (
    <>
      {elsewhere ? (
        <EntryHead title={t`Choose your password here`}>
          <Trans>You started in another browser. To be safe, choose your password where you read the email.</Trans>
        </EntryHead>
      ) : (
        <EntryHead title={t`Confirm your email`}>
          <Trans>This finishes your account.</Trans>
        </EntryHead>
      )}
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        {elsewhere && (
          <PasswordField value={password} onChange={setPassword} error={problems.password} autoComplete="new-password" autoFocus />
        )}
        <FormRefusal refusal={asked ? null : confirm.refusal} />
        <Button type="submit" look="primary" size="lg" wide pending={confirm.pending}>
          {elsewhere ? t`Create account` : t`Confirm`}
        </Button>
      </form>
    </>
  );
}
