import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { FormRefusal } from "./form-refusal.tsx";
import { useFreshSubmission } from "./fresh-sign-in.tsx";
import { leaveSignedOut } from "./session.ts";

/** Deleting the account: what is deleted, what stays, and what has to be done before. */
export function DeleteCard({ account }: { account: Account }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const end = useFreshSubmission(account, () => read(api.DELETE("/api/auth/account")), leaveSignedOut);
  const isSoleHost = end.refusal?.code === "sole_host";
  const events = Number(end.refusal?.facts?.["events"] ?? 1);

  function confirm() {
    setAsking(false);
    void end.submit(undefined);
  }

  return (
    <Card aria-labelledby="delete-title">
      <h2 id="delete-title">
        <Trans>Delete the account</Trans>
      </h2>
      <p className="muted">
        <Trans>
          For good: your address, password, drafts, and past events that nobody else hosts. Answers you gave as a guest stay with the hosts
          who asked.
        </Trans>
      </p>
      {isSoleHost ? (
        <Notice
          tone="warning"
          live
          title={<Plural value={events} one="People are counting on one of your events" other="People are counting on # of your events" />}
          action={<LinkButton size="sm" href="/events">{t`My events`}</LinkButton>}
        >
          <Trans>It is still to come, and nobody else hosts it. Cancel it or add a co-host first, then you can go.</Trans>
        </Notice>
      ) : (
        <FormRefusal refusal={end.refusal} />
      )}
      <div className="account-actions">
        <Button icon="trash" pending={end.pending} onClick={() => setAsking(true)}>
          <Trans>Delete my account…</Trans>
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onCancel={() => setAsking(false)}
        onConfirm={confirm}
        title={t`Delete your account?`}
        confirmLabel={t`Delete it for good`}
      >
        <p>
          <Trans>
            The account of <strong>{account.email}</strong> is gone at once, on all devices. Nobody can bring it back.
          </Trans>
        </p>
      </ConfirmDialog>
      {end.dialog}
    </Card>
  );
}
