import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { withNext } from "../accounts/local-path.ts";
import { useSession } from "../accounts/session.ts";
import { api, ApiError, read } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { newId } from "../live/new-id.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Cover } from "../ui/cover.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import { showToast } from "../ui/toast.ts";
import "../events/settings/host-invitation.css";

type Found = { title: string } | { code: string } | null;

/** Somebody is asked to host with others: says which event, and what saying yes means. Opening it changes nothing. */
export function HostInvitationPage({ params: { token } }: { params: { token: string } }) {
  const { t } = useLingui();
  const words = useRefusalWords();
  const [found, again] = useInvitation(token);
  if (!found) return <PageSkeleton />;
  if ("code" in found) {
    const isDead = found.code === "link_invalid" || found.code === "bad_request";
    const action = isDead ? <LinkButton href="/events">{t`My events`}</LinkButton> : <Button onClick={again}>{t`Try again`}</Button>;
    return (
      <Page title={t`Invitation`} width="narrow">
        <EmptyState
          heading="h1"
          icon="link"
          title={isDead ? t`This invitation does not work any more` : t`The invitation could not be loaded`}
          action={action}
        >
          {isDead ? <Trans>It was used, taken back or is older than two weeks. Ask the host for a new one.</Trans> : words(found.code)}
        </EmptyState>
      </Page>
    );
  }
  return <Asked token={token} title={found.title || t`An event without a title yet`} />;
}

function Asked({ token, title }: { token: string; title: string }) {
  const { t } = useLingui();
  return (
    <Page title={t`Host ${title}`} width="narrow">
      <Card className="host-invitation" data-cover="sunrise">
        <div className="host-invitation-cover">
          <Cover theme="sunrise" seed={token} />
        </div>
        <p className="muted">{t`You are asked to host`}</p>
        <h1>{title}</h1>
        <p>
          <Trans>
            Hosts edit the event, invite people, answer for guests and write to everybody. All hosts can do the same, and you can leave
            again at any time.
          </Trans>
        </p>
        <Decide token={token} title={title} />
      </Card>
    </Page>
  );
}

function Decide({ token, title }: { token: string; title: string }): ReactNode {
  const { t } = useLingui();
  const { state, account } = useSession();
  const [, go] = useLocation();
  const words = useRefusalWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const commandId = useRef(newId());
  if (state === "loading") return null;
  if (!account) {
    const here = `/host/${token}`;
    return (
      <div className="host-invitation-actions">
        <LinkButton look="primary" size="lg" wide href={withNext("/sign-in", here)}>{t`Sign in to accept`}</LinkButton>
        <LinkButton wide href={withNext("/sign-up", here)}>{t`Make an account`}</LinkButton>
      </div>
    );
  }
  async function accept() {
    setPending(true);
    setProblem(null);
    try {
      const { eventId } = await read(
        api.POST("/api/host-invitations/{token}/acceptance", { params: { path: { token } }, body: { commandId: commandId.current } }),
      );
      showToast(t`You host “${title}” now`, { tone: "success" });
      go(`/e/${eventId}`, { replace: true });
    } catch (error) {
      setProblem(words(error instanceof ApiError ? error.problem.code : "offline"));
      setPending(false);
    }
  }
  return (
    <div className="host-invitation-actions">
      {problem && <Notice tone="danger" title={problem} live />}
      <Button look="primary" size="lg" wide icon="crown" pending={pending} onClick={() => void accept()}>{t`Host it too`}</Button>
      <p className="muted">
        <Trans>
          As {account.name}, {account.email}
        </Trans>
      </p>
    </div>
  );
}

function useInvitation(token: string): [Found, () => void] {
  const [found, setFound] = useState<Found>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    read(api.GET("/api/host-invitations/{token}", { params: { path: { token } } })).then(
      (invitation) => isCurrent && setFound(invitation),
      (error: unknown) =>
        isCurrent &&
        setFound({ code: error instanceof ApiError ? (error.problem.status === 400 ? "link_invalid" : error.problem.code) : "offline" }),
    );
    return () => void (isCurrent = false);
  }, [token, tries]);
  return [found, () => setTries(tries + 1)];
}
