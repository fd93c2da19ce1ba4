import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { showToast } from "../ui/toast.ts";
import { PasswordField } from "./fields.tsx";
import { useFieldRules } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { usePasswordReset } from "./use-password-reset.ts";
import { useProblems } from "./use-problems.ts";
import { useSubmission } from "./use-submission.ts";

/** Setting a first password, or another one. */
export function PasswordCard({ account, onChanged }: { account: Account; onChanged: () => void }) {
  return (
    <Card aria-labelledby="password-title">
      {account.hasPassword ? <ChangePassword account={account} onChanged={onChanged} /> : <FirstPassword account={account} />}
    </Card>
  );
}

function Title() {
  return (
    <h2 id="password-title">
      <Trans>Password</Trans>
    </h2>
  );
}

function FirstPassword({ account }: { account: Account }) {
  const { t } = useLingui();
  const [mailed, setMailed] = useState(false);
  const { submission } = usePasswordReset(() => setMailed(true));
  return (
    <>
      <Title />
      <p>
        <Trans>
          You sign in with mailed links and have no password. You can set one: a mail proves that it is you, and all your devices are signed
          out then.
        </Trans>
      </p>
      <FormRefusal refusal={submission.refusal} />
      {mailed ? (
        <Notice tone="success" live title={t`A mail is on its way to ${account.email}`}>
          <Trans>Its link leads to your new password.</Trans>
        </Notice>
      ) : (
        <div className="account-actions">
          <Button icon="mail" pending={submission.pending} onClick={() => void submission.submit(account.email)}>
            <Trans>Mail me a link to set one</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

function ChangePassword({ account, onChanged }: { account: Account; onChanged: () => void }) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState("");
  const [chosen, setChosen] = useState("");
  const { problems, check, form } = useProblems<"current" | "chosen">();
  const change = useSubmission(
    () => read(api.PUT("/api/auth/password", { body: { currentPassword: current, newPassword: chosen } })),
    () => {
      close();
      onChanged();
      showToast(t`Your password is changed. All other devices are signed out.`, { tone: "success" });
    },
  );
  const code = change.refusal?.code;

  function close() {
    setOpen(false);
    setCurrent("");
    setChosen("");
    change.clear();
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (check({ current: rules.password(current), chosen: rules.newPassword(chosen) })) void change.submit(undefined);
  }

  if (!open) {
    return (
      <header className="account-head">
        <Title />
        <Button onClick={() => setOpen(true)}>
          <Trans>Change the password</Trans>
        </Button>
      </header>
    );
  }
  return (
    <form ref={form} className="account-row" noValidate onSubmit={submit}>
      <Title />
      <input type="text" name="username" autoComplete="username" value={account.email} readOnly hidden />
      <PasswordField
        value={current}
        onChange={setCurrent}
        label={t`Current password`}
        error={code === "password_wrong" ? t`That is not your password.` : problems.current}
        autoComplete="current-password"
      />
      <PasswordField value={chosen} onChange={setChosen} label={t`New password`} error={problems.chosen} autoComplete="new-password" />
      <FormRefusal refusal={code === "password_wrong" ? null : change.refusal} />
      <div className="account-actions">
        <Button type="submit" look="primary" pending={change.pending}>
          <Trans>Change the password</Trans>
        </Button>
        <Button look="plain" onClick={close}>
          <Trans>Keep the old one</Trans>
        </Button>
      </div>
    </form>
  );
}
