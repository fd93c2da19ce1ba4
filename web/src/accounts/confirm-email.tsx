import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { api, read } from "../api/client.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import { EntryHead } from "./entry-page.tsx";
import { FormRefusal } from "./form-refusal.tsx";
import { clearToken } from "./link-token.ts";
import { PasskeySignIn } from "./passkey-sign-in.tsx";
import { LinkSpent } from "./link-problem.tsx";
import { loadSession, showAccount, useSession } from "./session.ts";
import { SignInPanel } from "./sign-in-panel.tsx";
import { useSubmission } from "./use-submission.ts";

/** Confirms an account's new address once its owner, signed in in this browser, clicks the button. */
export function ConfirmEmail({ token }: { token: string }) {
  const { t } = useLingui();
  const session = useSession();
  const [done, setDone] = useState(false);
  const confirm = useSubmission(
    () => read(api.POST("/api/auth/email-changes/confirmation", { body: { token } })),
    () => {
      clearToken();
      setDone(true);
      void showNewAddress();
    },
  );

  if (done) {
    return (
      <>
        <EntryHead title={t`Your address is changed`}>
          <Trans>From now on you sign in with it. The old address has been told, and your other devices are signed out.</Trans>
        </EntryHead>
        <LinkButton href="/account" look="primary" size="lg" wide>
          <Trans>Back to your account</Trans>
        </LinkButton>
      </>
    );
  }
  if (confirm.refusal?.code === "link_invalid")
    return (
      <LinkSpent
        askAgain="/account"
        lead={t`It was used already, is too old, or belongs to another account than the one signed in here.`}
      />
    );
  if (session.state === "loading") return <PageSkeleton />;
  if (!session.account) {
    const head = (
      <EntryHead title={t`First, sign in here`}>
        <Trans>An address is only changed where its account is signed in. Use the address you had until now.</Trans>
      </EntryHead>
    );
    return <SignInPanel next="/account" head={head} onSignedIn={() => undefined} />;
  }
  return (
    <>
      <EntryHead title={t`Is this your new address?`}>
        <Trans>From then on, {session.account.name}, mails go there, and you sign in with it.</Trans>
      </EntryHead>
      {confirm.refusal?.code === "passkey_required" ? (
        <>
          <p role="alert">
            <Trans>You look after this instance. Before something this important changes, use your passkey.</Trans>
          </p>
          <PasskeySignIn onSignedIn={() => void confirm.submit(undefined)} />
        </>
      ) : (
        <FormRefusal refusal={confirm.refusal} />
      )}
      <Button look="primary" size="lg" wide pending={confirm.pending} onClick={() => void confirm.submit(undefined)}>
        <Trans>Use this address</Trans>
      </Button>
    </>
  );
}

async function showNewAddress() {
  const { account } = await loadSession();
  if (account) showAccount(account);
}
