import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import { EntryHead, EntryPage } from "../accounts/entry-page.tsx";
import { nextIn, safeNext, withNext } from "../accounts/local-path.ts";
import { startFresh, useSession } from "../accounts/session.ts";
import { SignInPanel } from "../accounts/sign-in-panel.tsx";
import { Notice } from "../ui/notice.tsx";
import { LinkButton } from "../ui/button.tsx";

export function SignInPage() {
  const { t } = useLingui();
  const next = nextIn(useSearch());
  const [leaving, setLeaving] = useState(false);
  const goOn = () => {
    setLeaving(true);
    startFresh(safeNext(next));
  };
  const head = (
    <>
      <EntryHead title={t`Welcome back`}>
        <Trans>For hosts. Guests don't need an account: the link in their invitation is enough.</Trans>
      </EntryHead>
      {!leaving && <SignedInAlready next={next} />}
    </>
  );
  const foot = (
    <p className="entry-foot">
      <Trans>
        New here? <Link href={withNext("/sign-up", next)}>Create an account</Link>
      </Trans>
    </p>
  );
  return (
    <EntryPage title={t`Sign in`} theme="sunrise">
      <SignInPanel next={next} head={head} foot={foot} onSignedIn={goOn} />
    </EntryPage>
  );
}

function SignedInAlready({ next }: { next: string | null }) {
  const { t } = useLingui();
  const { account } = useSession();
  if (!account) return null;
  return (
    <Notice title={t`You're signed in as ${account.name}`} action={<LinkButton size="sm" href={safeNext(next)}>{t`Continue`}</LinkButton>}>
      {account.email}
    </Notice>
  );
}
