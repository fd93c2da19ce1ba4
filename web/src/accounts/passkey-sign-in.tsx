import { Trans } from "@lingui/react/macro";
import type { Account } from "@turnout/contract/accounts";
import { useState } from "react";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { FormRefusal } from "./form-refusal.tsx";
import { answerByPasskey, knowsPasskeys } from "./passkey-browser.ts";
import { showAccount } from "./session.ts";
import { useSubmission } from "./use-submission.ts";

async function signInByPasskey() {
  const assertion = await answerByPasskey(await read(api.POST("/api/auth/passkey-questions")));
  return assertion && read(api.POST("/api/auth/passkey-sign-in", { body: { assertion } }));
}

/** A button that signs in by a passkey; nothing in a browser that knows none. */
export function PasskeySignIn({ onSignedIn }: { onSignedIn: (account: Account) => void }) {
  const [unused, setUnused] = useState(false);
  const { submit, pending, refusal } = useSubmission(signInByPasskey, (signedIn) => {
    setUnused(signedIn === null);
    if (!signedIn) return;
    showAccount(signedIn.account);
    onSignedIn(signedIn.account);
  });
  if (!knowsPasskeys()) return null;
  return (
    <>
      <Button wide icon="key" pending={pending} onClick={() => void submit(undefined)}>
        <Trans>Sign in with a passkey</Trans>
      </Button>
      <FormRefusal refusal={refusal} />
      {unused && !pending && !refusal && (
        <p role="status" className="entry-small muted">
          <Trans>No passkey was used.</Trans>
        </p>
      )}
    </>
  );
}
