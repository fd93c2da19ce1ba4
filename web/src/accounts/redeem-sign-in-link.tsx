import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Locale } from "@turnout/contract/locale";
import { useSearch } from "wouter";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { EntryHead } from "./entry-page.tsx";
import { FirstName } from "./first-name.tsx";
import { FormRefusal } from "./form-refusal.tsx";
import { clearToken } from "./link-token.ts";
import { LinkSpent } from "./link-trouble.tsx";
import { nextIn, safeNext, withNext } from "./local-path.ts";
import { showAccount, startFresh, useSession } from "./session.ts";
import { keepWay } from "./sign-in-way.ts";
import { useSubmission } from "./use-submission.ts";

/** Signs in once a human has pressed the button. */
export function RedeemSignInLink({ token }: { token: string }) {
  const { t, i18n } = useLingui();
  const next = nextIn(useSearch());
  const { account } = useSession();
  const [made, setMade] = useState(false);
  const redeem = useSubmission(
    () => read(api.POST("/api/auth/sign-in-links/redemption", { body: { token, locale: i18n.locale as Locale } })),
    (signedIn) => {
      keepWay("link");
      clearToken();
      showAccount(signedIn.account);
      if (signedIn.isNew) setMade(true);
      else startFresh(safeNext(next));
    },
  );

  if (made && account) return <FirstName account={account} onDone={() => startFresh(safeNext(next))} />;
  if (redeem.refusal?.code === "link_invalid") return <LinkSpent askAgain={withNext("/sign-in", next)} />;
  return (
    <>
      <EntryHead title={t`Nearly there`}>
        <Trans>Press the button and this browser is signed in. Wrong device? Then open the mail on the right one.</Trans>
      </EntryHead>
      {account && !redeem.pending && (
        <Notice>{t`You are signed in as ${account.name}. Going on signs you in with the address that got this link.`}</Notice>
      )}
      <FormRefusal refusal={redeem.refusal} />
      <Button look="primary" size="lg" wide pending={redeem.pending} onClick={() => void redeem.submit(undefined)}>
        <Trans>Sign me in</Trans>
      </Button>
    </>
  );
}
