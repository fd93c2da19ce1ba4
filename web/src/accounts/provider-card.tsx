import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import type { LinkedProvider } from "@turnout/contract/providers";
import { useSearch } from "wouter";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { showToast } from "../ui/toast.ts";
import { useFreshSubmission } from "./fresh-sign-in.tsx";
import { startFresh } from "./session.ts";
import { providerOutcome, useProvider } from "./use-provider.ts";
import { useProviderWords } from "./use-provider-words.ts";
import { useSubmission } from "./use-submission.ts";

/** The providers that the account is linked with, and linking the one that there is. Nothing where there is none, and never was. */
export function ProviderCard({ account }: { account: Account }) {
  const label = useProvider();
  const [linked, setLinked] = useState<LinkedProvider[]>([]);
  const list = useSubmission(
    () => read(api.GET("/api/auth/linked-providers")),
    ({ providers }) => setLinked(providers),
  );
  const reload = () => void list.submit(undefined);
  const load = useEffectEvent(reload);
  useEffect(() => load(), []);
  if (label === null && linked.length === 0) return null;
  const isLinked = linked.some(({ isCurrent }) => isCurrent);
  return (
    <Card aria-labelledby="providers-title">
      <h2 id="providers-title">
        <Trans>Sign-in elsewhere</Trans>
      </h2>
      <Outcome label={label ?? ""} />
      {linked.length > 0 && (
        <ul role="list" className="session-list">
          {linked.map((one) => (
            <LinkedRow key={one.id} account={account} linked={one} onUnlinked={reload} />
          ))}
        </ul>
      )}
      {label !== null && !isLinked && <LinkProvider account={account} label={label} />}
    </Card>
  );
}

/** What has come of linking, where this page is what came after it. */
function Outcome({ label }: { label: string }) {
  const { t } = useLingui();
  const words = useProviderWords(label);
  const outcome = providerOutcome(useSearch());
  if (outcome === null) return null;
  if (outcome === "linked") return <Notice tone="success" live title={t`You can sign in with ${label} from now on.`} />;
  return <Notice tone="danger" live title={words(outcome)} />;
}

function LinkedRow({ account, linked, onUnlinked }: { account: Account; linked: LinkedProvider; onUnlinked: () => void }) {
  const { t } = useLingui();
  const { id, label } = linked;
  const words = useProviderWords(label);
  const unlink = useFreshSubmission(
    account,
    () => read(api.DELETE("/api/auth/linked-providers/{linkedId}", { params: { path: { linkedId: id } } })),
    () => {
      onUnlinked();
      showToast(t`${label} is unlinked`, { tone: "success" });
    },
  );
  return (
    <li className="session-row">
      <div className="session-words">
        <p className="session-name">{label}</p>
        <p className="muted entry-small">
          <Trans>
            Linked <RelativeTime at={linked.addedAt} />, last used <RelativeTime at={linked.usedAt} />
          </Trans>
        </p>
        {unlink.refusal && <Notice tone="danger" live title={words(unlink.refusal.code)} />}
        {unlink.dialog}
      </div>
      <Button size="sm" pending={unlink.pending} aria-label={t`Unlink ${label}`} onClick={() => void unlink.submit(undefined)}>
        <Trans>Unlink</Trans>
      </Button>
    </li>
  );
}

function LinkProvider({ account, label }: { account: Account; label: string }) {
  const words = useProviderWords(label);
  const link = useFreshSubmission(
    account,
    () => read(api.POST("/api/auth/linked-providers")),
    ({ url }) => startFresh(url),
  );
  return (
    <>
      <p>
        <Trans>Link {label}, and you can sign in there: no password here, no email.</Trans>
      </p>
      {link.refusal && <Notice tone="danger" live title={words(link.refusal.code)} />}
      {link.dialog}
      <div className="account-actions">
        <Button icon="link" pending={link.pending} onClick={() => void link.submit(undefined)}>
          <Trans>Link {label}</Trans>
        </Button>
      </div>
    </>
  );
}
