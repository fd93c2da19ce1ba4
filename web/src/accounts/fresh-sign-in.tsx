import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { PasswordField } from "./fields.tsx";
import { useFieldRules } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { PasskeySignIn } from "./passkey-sign-in.tsx";
import { showAccount } from "./session.ts";
import { useMailLink } from "./sign-in-form.tsx";
import { useSignedInElsewhere } from "./sign-in-panel.tsx";
import { useProblems } from "./use-problems.ts";
import { type Submission, useSubmission } from "./use-submission.ts";

/** Like `useSubmission`, for what the server allows only soon after signing in: asks for a sign-in if needed, then submits. */
export function useFreshSubmission<Input, Data>(
  account: Account,
  send: (input: Input) => Promise<Data>,
  done: (data: Data, input: Input) => void,
): Submission<Input> & { dialog: ReactNode } {
  const last = useRef<{ input: Input } | null>(null);
  const submission = useSubmission(send, done);
  const byPasskeyAlone = submission.refusal?.code === "passkey_required";
  const asked = byPasskeyAlone || submission.refusal?.code === "reauthentication_required";

  const submit = (input: Input) => {
    last.current = { input };
    return submission.submit(input);
  };
  const goOn = () => void (last.current && submission.submit(last.current.input));
  const dialog = asked ? <FreshSignIn account={account} byPasskeyAlone={byPasskeyAlone} onFresh={goOn} onClose={submission.clear} /> : null;
  return { ...submission, refusal: asked ? null : submission.refusal, submit, dialog };
}

interface FreshSignInProps {
  account: Account;
  /** Of operators: a password or an email is not enough. */
  byPasskeyAlone: boolean;
  onFresh: () => void;
  onClose: () => void;
}

function FreshSignIn({ account, byPasskeyAlone, onFresh, onClose }: FreshSignInProps) {
  const { t } = useLingui();
  // A device may have passkeys of several accounts: what was asked for is not done to another one.
  const goOn = (signedIn: Account) => (signedIn.id === account.id ? onFresh() : onClose());
  return (
    <Dialog open onClose={onClose} title={t`Is it really you?`}>
      <p>
        {byPasskeyAlone ? (
          <Trans>You look after this instance. Before something this important changes, use your passkey.</Trans>
        ) : (
          <Trans>You signed in a while ago. Before something this important changes, do it once more.</Trans>
        )}
      </p>
      {(account.hasPasskey || byPasskeyAlone) && <PasskeySignIn onSignedIn={goOn} />}
      {!byPasskeyAlone && <ByOtherMeans account={account} onFresh={onFresh} />}
    </Dialog>
  );
}

function ByOtherMeans({ account, onFresh }: { account: Account; onFresh: () => void }) {
  return account.hasPassword ? <ByPassword account={account} onFresh={onFresh} /> : <ByMail account={account} onFresh={onFresh} />;
}

function ByPassword({ account, onFresh }: { account: Account; onFresh: () => void }) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const id = useId();
  const [password, setPassword] = useState("");
  const { problems, check, form } = useProblems<"password">();
  const signIn = useSubmission(
    () => read(api.POST("/api/auth/sign-in", { body: { email: account.email, password } })),
    (signedIn) => {
      showAccount(signedIn.account);
      onFresh();
    },
  );
  const isWrong = signIn.refusal?.code === "sign_in_failed";

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (check({ password: rules.password(password) })) void signIn.submit(undefined);
  }

  return (
    <form ref={form} className="entry-form" noValidate onSubmit={submit}>
      <input type="text" name="username" autoComplete="username" value={account.email} readOnly hidden id={id} />
      <PasswordField
        value={password}
        onChange={setPassword}
        error={isWrong ? t`That is not your password.` : problems.password}
        autoComplete="current-password"
      />
      <FormRefusal refusal={isWrong ? null : signIn.refusal} />
      <Button type="submit" look="primary" wide pending={signIn.pending}>
        <Trans>Continue</Trans>
      </Button>
    </form>
  );
}

function ByMail({ account, onFresh }: { account: Account; onFresh: () => void }) {
  const [mailed, setMailed] = useState(false);
  const mail = useMailLink("/account", () => setMailed(true));
  const before = useRef(account.freshUntil);
  const again = useRef(false);
  useSignedInElsewhere(mailed, () => undefined);
  useEffect(() => {
    if (account.freshUntil === before.current || again.current) return;
    again.current = true;
    onFresh();
  }, [account.freshUntil, onFresh]);

  if (mailed) {
    return (
      <p role="status">
        <Trans>
          A mail with a link is on its way to <strong>{account.email}</strong>. Open it in this browser and come back here: it goes on by
          itself.
        </Trans>
      </p>
    );
  }
  return (
    <>
      <FormRefusal refusal={mail.refusal} />
      <Button look="primary" icon="mail" wide pending={mail.pending} onClick={() => void mail.submit(account.email)}>
        <Trans>Send me a link</Trans>
      </Button>
    </>
  );
}
