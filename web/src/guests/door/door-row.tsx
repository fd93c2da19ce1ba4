import { Trans, useLingui } from "@lingui/react/macro";
import { admittedTwice } from "@turnout/contract/arrivals";
import type { GuestCard } from "@turnout/contract/guests";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { useArrivalWords } from "./use-arrival-words.ts";
import { StandingBadge } from "../list/standing.tsx";

interface Props {
  guest: GuestCard;
  /** What is shown beside a name that others have as well. */
  toldApartBy?: string | undefined;
  isPending: boolean;
  /** Lets so many people in, or out again below zero. */
  record: (people: number, override?: boolean) => void;
}

/** A party at the door: who they are, how many of them are here, and one large button for the rest. */
export function DoorRow({ guest, toldApartBy, isPending, record }: Props) {
  const { t } = useLingui();
  const { name, partySize, plusOnes, standing } = guest;
  const arrived = guest.arrived ?? 0;
  const twice = admittedTwice(guest);
  const when = useArrivalWords();
  const left = Math.max(0, partySize - arrived);
  const others = plusOnes.filter(Boolean).join(", ");
  const parts = Array.from({ length: Math.max(0, left - 1) }, (_, index) => index + 1);

  const more = [
    ...parts.map((people) => ({ label: t`Let in ${people}`, icon: "check" as const, onSelect: () => record(people) })),
    ...(left === 0 ? [{ label: t`One more came along`, icon: "user-plus" as const, onSelect: () => record(1, true) }] : []),
    ...(arrived > 0 ? [{ label: t`Take one back`, icon: "minus" as const, onSelect: () => record(-1) }] : []),
    ...(arrived > 1 ? [{ label: t`Take all ${arrived} back`, icon: "x" as const, onSelect: () => record(-arrived) }] : []),
  ];

  return (
    <li className={left === 0 ? "door-row door-in" : "door-row"}>
      <Avatar id={guest.guestId} name={name} size={44} />
      <div className="door-who">
        <strong dir="auto">{name}</strong>
        <span className="door-state">
          {toldApartBy && (
            <span className="muted" dir="auto">
              {toldApartBy}
            </span>
          )}
          {arrived > 0 ? <Here guest={guest} arrived={arrived} /> : standing !== "going" && <StandingBadge standing={standing} />}
          {arrived > 0 && standing !== "going" && <StandingBadge standing={standing} />}
          {twice.length > 0 && (
            <Badge tone="danger" icon="alert">
              <Trans>Let in twice: {when(twice)}</Trans>
            </Badge>
          )}
          {others !== "" && (
            <span className="muted" dir="auto">
              <Trans>with {others}</Trans>
            </span>
          )}
        </span>
      </div>
      <div className="door-actions">
        {left > 0 && (
          <Button
            look="primary"
            size="lg"
            icon="check"
            pending={isPending}
            aria-label={left > 1 ? t`Let in ${left}: ${name}` : t`Let in: ${name}`}
            onClick={() => record(left)}
          >
            {left > 1 ? <Trans>Let in {left}</Trans> : <Trans>Let in</Trans>}
          </Button>
        )}
        {more.length > 0 && (
          <span className="door-more">
            <Menu label={t`More for ${name}`} items={more} />
          </span>
        )}
      </div>
    </li>
  );
}

function Here({ guest: { partySize, arrivedAt }, arrived }: { guest: GuestCard; arrived: number }) {
  const { t } = useLingui();
  const time = useTimeFormat({ timeStyle: "short" });
  const since = arrivedAt ? time.format(Date.parse(arrivedAt)) : "";
  const isAll = arrived >= partySize;
  return (
    <Badge tone={isAll ? "going" : "maybe"} icon={isAll ? "check" : "clock"}>
      {since === ""
        ? t`${arrived} of ${partySize} here`
        : partySize > 1 || arrived > 1
          ? t`${arrived} of ${partySize} here, ${since}`
          : t`Here since ${since}`}
    </Badge>
  );
}
