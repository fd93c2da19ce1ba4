import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Cover as CoverChoice, WhenAndWhere } from "@turnout/contract/events";
import { wallClockOf } from "@turnout/contract/wall-clock";
import { useLocation } from "wouter";
import { useEntryEmail } from "../accounts/entry-email.ts";
import { withNext } from "../accounts/local-path.ts";
import { useSession } from "../accounts/session.ts";
import { api, ApiError, read } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { CalendarLeaf, EventWhen } from "../events/event-when.tsx";
import { EventWhere, PlaceIcon } from "../events/event-where.tsx";
import { newId } from "../live/new-id.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Cover, useCoverTheme } from "../ui/cover.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";
import { showToast } from "../ui/toast.ts";
import "../events/event-facts.css";
import "../events/settings/host-invitation.css";

type Invitation = WhenAndWhere & { eventId: string; title: string; cover: CoverChoice; host: string; email: string };
type Found = Invitation | { code: string } | null;

/** A co-host invitation: names the event and what accepting means. Opening it changes nothing. */
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
          title={isDead ? t`This invitation no longer works` : t`The invitation couldn't be loaded`}
          action={action}
        >
          {isDead ? (
            <Trans>It was already used, was revoked or is older than two weeks. Ask the host for a new one.</Trans>
          ) : (
            words(found.code)
          )}
        </EmptyState>
      </Page>
    );
  }
  return <Asked token={token} invitation={{ ...found, title: found.title || t`An event without a title yet` }} />;
}

function Asked({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useLingui();
  const { eventId, title, host, cover } = invitation;
  useCoverTheme(cover.theme);
  return (
    <Page title={t`Host ${title}`} width="narrow">
      <Card className="host-invitation">
        <div className="host-invitation-cover">
          <Cover theme={cover.theme} seed={eventId} imageUrl={cover.imageId && `/images/${cover.imageId}`} />
        </div>
        <p className="muted">{t`${host} invites you to co-host`}</p>
        <h1 dir="auto">{title}</h1>
        <Facts of={invitation} />
        <p>
          <Trans>
            Co-hosts can edit the event, invite people, answer for guests and message everyone. All hosts can do the same, and you can leave
            at any time.
          </Trans>
        </p>
        <Decide token={token} invitation={invitation} />
      </Card>
    </Page>
  );
}

function Facts({ of }: { of: WhenAndWhere }) {
  const { t } = useLingui();
  return (
    <dl className="event-facts">
      <div className="fact">
        <dt>
          <CalendarLeaf on={wallClockOf(of).starts} />
          <span className="visually-hidden">{t`When`}</span>
        </dt>
        <dd>
          <EventWhen details={of} />
        </dd>
      </div>
      <div className="fact">
        <dt>
          <PlaceIcon place={of.place} />
          <span className="visually-hidden">{t`Where`}</span>
        </dt>
        <dd>
          <EventWhere place={of.place} admitted />
        </dd>
      </div>
    </dl>
  );
}

function Decide({ token, invitation: { title, email } }: { token: string; invitation: Invitation }): ReactNode {
  const { t } = useLingui();
  const { state, account } = useSession();
  const [, go] = useLocation();
  const [, fillIn] = useEntryEmail();
  const words = useRefusalWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const commandId = useRef(newId());
  if (state === "loading") return null;
  if (!account) {
    const here = `/host/${token}`;
    return (
      <div className="host-invitation-actions">
        <Button
          look="primary"
          size="lg"
          wide
          onClick={() => (fillIn(email), go(withNext("/sign-in", here)))}
        >{t`Continue to accept`}</Button>
        <p className="muted">
          <Trans>We’ll sign you in as {email}, or create your account.</Trans>
        </p>
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
      showToast(t`You’re now hosting “${title}”`, { tone: "success" });
      go(`/e/${eventId}`, { replace: true });
    } catch (error) {
      setProblem(words(error instanceof ApiError ? error.problem.code : "offline"));
      setPending(false);
    }
  }
  return (
    <div className="host-invitation-actions">
      {problem && <Notice tone="danger" title={problem} live />}
      <Button look="primary" size="lg" wide icon="crown" pending={pending} onClick={() => void accept()}>{t`Accept`}</Button>
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
