import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Locale } from "@turnout/contract/locale";
import { useSearch } from "wouter";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { errandAt } from "./errand.ts";
import { EntryHead } from "./entry-page.tsx";
import { FirstName } from "./first-name.tsx";
import { FormRefusal } from "./form-refusal.tsx";
import { clearToken } from "./link-token.ts";
import { LinkSpent } from "./link-problem.tsx";
import { nextIn, safeNext, withNext } from "./local-path.ts";
import { showAccount, startFresh, useSession } from "./session.ts";
import { keepWay } from "./sign-in-way.ts";
import { useSubmission } from "./use-submission.ts";

/** Signs in on a click, since mail scanners follow links. */
export function RedeemSignInLink({ token }: { token: string }) {
  const { t, i18n } = useLingui();
  const next = nextIn(useSearch());
  const { account } = useSession();
  const [made, setMade] = useState(false);
  /** A new account is asked for a name, unless the errand has one. */
  async function goOn(isNew: boolean) {
    const name = errandAt(next)?.name;
    if (isNew && !name) return setMade(true);
    // A name that could not be saved can be set later: it must not stop the errand.
    if (isNew && name) await api.PATCH("/api/auth/account", { body: { name } }).catch(() => undefined);
    startFresh(safeNext(next));
  }

  const redeem = useSubmission(
    () => read(api.POST("/api/auth/sign-in-links/redemption", { body: { token, locale: i18n.locale as Locale } })),
    (signedIn) => {
      keepWay("link");
      clearToken();
      showAccount(signedIn.account);
      void goOn(signedIn.isNew);
    },
  );

  if (made && account) return <FirstName account={account} onDone={() => startFresh(safeNext(next))} />;
  if (redeem.refusal?.code === "link_invalid") return <LinkSpent askAgain={withNext("/sign-in", next)} />;
  return (
    <>
      <EntryHead title={t`Almost there`}>
        <Trans>Press the button to sign in on this device. Wrong one? Open the email on the right device.</Trans>
      </EntryHead>
      {account && !redeem.pending && (
        <Notice>{t`You're signed in as ${account.name}. Continuing signs you in with the address that got this link.`}</Notice>
      )}
      <FormRefusal refusal={redeem.refusal} />
      <Button look="primary" size="lg" wide pending={redeem.pending} onClick={() => void redeem.submit(undefined)}>
        <Trans>Sign in</Trans>
      </Button>
    </>
  );
}
