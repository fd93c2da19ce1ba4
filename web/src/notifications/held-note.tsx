import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { HeldBy, HeldInvitation, HeldInvitations } from "@turnout/contract/invitations";
import { Notice } from "../ui/notice.tsx";
import { useTimeFormat } from "../ui/relative-time.tsx";

/** Why an invitation is held, in a sentence. */
function useHeldWords(aDay: number | null): Record<HeldBy, string> {
  const { t } = useLingui();
  return {
    account:
      aDay === null
        ? t`The account that invited has sent as many emails as it can in a day.`
        : t`The account that invited can send ${aDay} invitations a day. New accounts start small.`,
    event: t`This event has sent as many emails as one event can in a day.`,
    recipient: t`This address has had as many invitations today as one address can get.`,
  };
}

/** "Saturday, 28 November at 14:05": when held emails are tried again. */
function useHeldTime() {
  return useTimeFormat({ weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
}

/** How many invitations are held, until when, and why; nothing if none is. `children` say what a host can do meanwhile. */
export function HeldNote({ held, aDay, children }: Pick<HeldInvitations, "held" | "aDay"> & { children?: ReactNode }) {
  const words = useHeldWords(aDay);
  const time = useHeldTime();
  const [first] = held;
  if (!first) return null;
  const until = time.format(Date.parse(first.until));
  const reasons = (["account", "event", "recipient"] as const).filter((by) => held.some((one) => one.by === by));
  return (
    <Notice title={<Plural value={held.length} one="One invitation waits to be sent" other="# invitations wait to be sent" />} live>
      <p>
        {reasons.map((by) => `${words[by]} `)}
        <Plural
          value={held.length}
          one={`It will be sent automatically on ${until}.`}
          other={`The next ones will be sent automatically on ${until}.`}
        />{" "}
        {children}
      </p>
    </Notice>
  );
}

/** How many invitations did not arrive; nothing if all did. */
export function FailedNote({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Notice tone="warning" title={<Plural value={count} one="One invitation didn't arrive" other="# invitations didn't arrive" />} live>
      <p>
        <Trans>Open the guests marked “Not delivered” to check their address or to copy their link.</Trans>
      </p>
    </Notice>
  );
}

/** Until when one guest's invitation waits, and why. */
export function GuestHeldNote({ held, aDay }: { held: HeldInvitation; aDay: number | null }) {
  const { t } = useLingui();
  const until = useHeldTime().format(Date.parse(held.until));
  return <Notice title={t`Their invitation waits until ${until}`}>{useHeldWords(aDay)[held.by]}</Notice>;
}

/** The same of an invitation to host, as a sentence. */
export function useHostHeldWords(): (held: Pick<HeldInvitation, "by" | "until">) => string {
  const { t } = useLingui();
  const time = useHeldTime();
  const reasons = useHeldWords(null);
  return ({ by, until }) => `${t`Invitation waits until ${time.format(Date.parse(until))}.`} ${reasons[by]}`;
}
