import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { BulletinRecipient, RecipientState } from "@turnout/contract/bulletins";
import { api, read } from "../../api/client.ts";
import { useEventStore } from "../../live/use-event.ts";
import { Badge } from "../../ui/badge.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { LoadFailed } from "../../ui/load-failed.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

/** How often it is looked again while emails are on their way (ms). */
const WAITING_MS = 2_000;

interface Props {
  bulletinId: string;
  subject: string;
  /** What it says; null: the server wrote it. */
  text: string | null;
  onClose: () => void;
}

/** Whom an email went to, and what became of it for each; those first whom it did not reach, who lead to where that is mended. */
export function Recipients({ bulletinId, subject, text, onClose }: Props) {
  const { t } = useLingui();
  const { eventId } = useEventStore();
  const { data, isPending, isError, refetch } = useQuery({
    queryKey: ["bulletin-recipients", eventId, bulletinId],
    queryFn: () => read(api.GET("/api/events/{eventId}/bulletins/{bulletinId}/recipients", { params: { path: { eventId, bulletinId } } })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.recipients.some((one) => one.state === "waiting") ? WAITING_MS : false),
  });
  const { recipients = [], total = 0 } = data ?? {};
  const more = total - recipients.length;
  return (
    <Dialog open wide startAt="title" onClose={onClose} title={subject}>
      {text !== null && (
        <blockquote className="thanks-words" dir="auto">
          {text}
        </blockquote>
      )}
      {isPending && <Skeleton />}
      {isError && <LoadFailed title={t`The list could not be loaded`} onRetry={() => void refetch()} />}
      {data && total === 0 && (
        <p className="muted">
          <Trans>Nobody, or it is longer ago than emails are kept.</Trans>
        </p>
      )}
      <ul role="list" className="bulletin-list" aria-label={t`Recipients`}>
        {recipients.map((one) => (
          <Recipient key={one.guestId} recipient={one} />
        ))}
      </ul>
      {more > 0 && (
        <p className="muted">
          <Plural value={more} one="and # more" other="and # more" />
        </p>
      )}
    </Dialog>
  );
}

const looks: Record<RecipientState, { tone: "going" | "danger" | "neutral" | "waiting"; icon: "check" | "alert" | "x" | "clock" }> = {
  sent: { tone: "going", icon: "check" },
  returned: { tone: "danger", icon: "alert" },
  failed: { tone: "danger", icon: "alert" },
  skipped: { tone: "neutral", icon: "x" },
  waiting: { tone: "waiting", icon: "clock" },
};

function Recipient({ recipient: { guestId, name, email, state, why } }: { recipient: BulletinRecipient }) {
  const { t } = useLingui();
  const names: Record<RecipientState, string> = {
    sent: t`Sent`,
    returned: t`Came back`,
    failed: t`Not delivered`,
    skipped: t`Left out`,
    waiting: t`On its way`,
  };
  const reasons = { unwanted: t`unsubscribed`, bouncedBefore: t`emails came back before`, elsewhere: t`changed their answer` };
  const { eventId } = useEventStore();
  // As `addressOfGuest` makes it, which would be a file of its own on every page that imports it.
  const inList = `/e/${eventId}/guests#${new URLSearchParams({ guest: guestId, search: name }).toString()}`;
  return (
    <li className="bulletin-recipient">
      <span>
        <strong dir="auto">{state === "failed" || state === "returned" ? <Link href={inList}>{name}</Link> : name}</strong>{" "}
        <bdi className="muted">{email}</bdi>
      </span>
      <span>
        {why && <span className="muted bulletin-more">{reasons[why]} </span>}
        <Badge {...looks[state]}>{names[state]}</Badge>
      </span>
    </li>
  );
}
