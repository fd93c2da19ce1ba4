import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { DeliveryState, UndeliveredReason } from "@turnout/contract/invitations";
import type { EntryBody } from "@turnout/contract/log";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useStandingNames } from "./standing.tsx";
import { useUndeliveredWords } from "./undelivered-words.ts";
import { type HistoryLine, useGuestHistory } from "./use-guest-history.ts";

/** One guest's history, newest first. */
export function GuestHistory({ eventId, guestId }: { eventId: string; guestId: string }) {
  const sentence = useHistoryWords();
  const { lines, isPending } = useGuestHistory(eventId, guestId);
  return (
    <section>
      <h3>
        <Trans>History</Trans>
      </h3>
      {isPending && <Skeleton />}
      <ol className="guest-history">
        {lines
          .filter(isOwn)
          .toReversed()
          .map((line) => (
            <li key={line.seq}>
              <span>
                {sentence(line.body, lines)} <bdi className="muted">{line.actor.name}</bdi>
              </span>
              <span className="muted">
                <RelativeTime at={line.at} />
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}

/** Not that the number on the waitlist changed because somebody else was moved. */
const isOwn = ({ body }: HistoryLine): boolean => body.type !== "guest.movedOnWaitlist" || body.asked;

function useHistoryWords(): (body: EntryBody, lines: HistoryLine[]) => string {
  const { t } = useLingui();
  const names = useStandingNames();
  const deliveryWords = useDeliveryWords();
  return (body, lines) => {
    switch (body.type) {
      case "guest.invited":
        return body.delivery === "queued" ? t`Invited by email` : t`Put on the list`;
      case "guest.added":
        return t`Added to the list`;
      case "rsvp.answered": {
        const standing = body.guest ? names[body.guest.standing] : "";
        const people = body.guest?.partySize ?? 1;
        if (body.overrode) return t`${standing}, ${plural(people, { one: "# person", other: "# people" })}, added over capacity`;
        return people > 1 ? t`${standing}, ${people} people` : standing;
      }
      case "guest.promoted":
        return t`Moved up from the waitlist`;
      case "guest.passedOver":
        return t`Skipped on the waitlist, ${body.times} of 3 times`;
      case "guest.movedOnWaitlist":
        return t`Moved on the waitlist, to place ${body.place}`;
      case "guest.edited":
        return t`Details changed`;
      case "guest.arrived":
        if (body.fact && body.people === 0) return t`A door that was offline reported an arrival that does not count`;
        if (body.people < 0) return t`Arrival taken back: ${plural(-body.people, { one: "# person", other: "# people" })}`;
        return t`Came in: ${plural(body.people, { one: "# person", other: "# people" })}`;
      case "guest.arrivedRemoved":
        return t`Came in by a door that was offline, after being removed`;
      case "guest.tagged":
        return body.tagged ? t`Tagged “${body.tag}”` : t`Tag “${body.tag}” taken off`;
      case "guest.removed":
        return t`Removed`;
      case "guest.readmitted":
        return t`Let in again`;
      case "guest.claimed":
        return t`Kept in an account`;
      case "guest.wrote":
        return t`Wrote by email`;
      case "reply.held":
        if (body.delegates) return t`Wanted to send ${body.delegates.join(", ")}`;
        return body.from === null ? t`Suggested another time` : t`Replied from another address`;
      case "reply.settled":
        if (body.declines && delegatesAt(lines, body.reply)) return t`Nobody else invited instead`;
        return body.declines ? t`Another time declined` : t`Reply ignored`;
      case "link.made":
        return t`Personal link made`;
      case "invitation.revoked":
        return t`Links revoked`;
      case "delivery.changed":
        return deliveryWords(body.delivery, body.reason);
      default:
        return body.type;
    }
  };
}

/** Whether the reply at this position would send others. */
const delegatesAt = (lines: HistoryLine[], reply: number): boolean =>
  lines.some(({ seq, body }) => seq === reply && body.type === "reply.held" && body.delegates !== undefined);

function useDeliveryWords(): (delivery: DeliveryState, reason?: UndeliveredReason) => string {
  const { t } = useLingui();
  const why = useUndeliveredWords();
  return (delivery, reason) =>
    ({
      notSent: t`Not sent`,
      queued: t`Mail on its way`,
      sent: t`Mail accepted`,
      delivered: t`Mail delivered. Their mail server has it, perhaps among unwanted mail.`,
      delayed: t`Mail delayed. Their mail server is still being tried.`,
      failed: reason ? `${t`Mail not delivered`}: ${why[reason]}` : t`Mail not delivered`,
      complained: t`Mail reported as unwanted`,
      revoked: t`Links revoked`,
    })[delivery];
}
