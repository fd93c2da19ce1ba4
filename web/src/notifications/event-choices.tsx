import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useCallback } from "react";
import { Link } from "wouter";
import { api, read } from "../api/client.ts";
import { later } from "../on-demand.ts";
import { LinkButton } from "../ui/button.tsx";
import { LoadFailed } from "../ui/load-failed.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChoiceFields } from "./choice-fields.tsx";
import { useLoaded } from "./use-loaded.ts";
import "./notification-list.css";

// Shared with the account's page alone, so that no other page fetches it.
const PushCard = later(() => import("./push/push-card.tsx"), "PushCard");

/** What a host or a guest is notified of at one event: with an account, or by the link that they came by. */
export function EventChoices({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const path = { eventId };
  const ask = useCallback(() => read(api.GET("/api/events/{eventId}/notification-choices", { params: { path: { eventId } } })), [eventId]);
  const { value, refusal, load } = useLoaded(ask);
  return (
    <Page title={t`Notifications`}>
      <PageHead title={t`Notifications`} lead={value && <Link href={`/e/${eventId}`}>{value.title}</Link>} />
      {value === undefined && <Skeleton height="12rem" />}
      {refusal === "sign_in_required" && <SignInFirst eventId={eventId} />}
      {refusal === "not_allowed" && <AnswerFirst eventId={eventId} />}
      {value === null && refusal !== "sign_in_required" && refusal !== "not_allowed" && (
        <LoadFailed title={t`Notifications could not be loaded`} onRetry={load}>
          <p>
            <Trans>Nothing is lost. It may be the connection.</Trans>
          </p>
        </LoadFailed>
      )}
      {value && (
        <>
          <p className="muted">
            <Trans>This is for this event alone.</Trans>{" "}
            {value.unsubscribed === "all" && <Trans>You have unsubscribed from its emails: none come.</Trans>}
            {value.unsubscribed === "routine" && (
              <Trans>
                You have unsubscribed from its emails: only a new time or place, or that it was cancelled, still reaches you so.
              </Trans>
            )}
          </p>
          <ChoiceFields
            loaded={value}
            send={(body) => read(api.PUT("/api/events/{eventId}/notification-choices", { params: { path }, body }))}
          />
          <Suspense fallback={null}>
            <PushCard />
          </Suspense>
        </>
      )}
    </Page>
  );
}

/** Whoever has the link of a guest with an account changes nothing that the account is notified of. */
function SignInFirst({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const next = encodeURIComponent(`/notifications?event=${eventId}`);
  return (
    <Notice title={t`Sign in to choose`} action={<LinkButton look="primary" href={`/sign-in?next=${next}`}>{t`Sign in`}</LinkButton>} live>
      <p>
        <Trans>This invitation is kept in an account. What you're notified of is chosen there.</Trans>
      </p>
    </Notice>
  );
}

/** Who has only looked at the event is notified of nothing. */
function AnswerFirst({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  return (
    <Notice title={t`Answer first`} action={<LinkButton look="primary" href={`/e/${eventId}`}>{t`Go to the event`}</LinkButton>} live>
      <p>
        <Trans>Once you have answered, you can choose what you're notified of.</Trans>
      </p>
    </Notice>
  );
}
