import { Trans, useLingui } from "@lingui/react/macro";
import type { Standing, Tally } from "@turnout/contract/guests";
import { Icon } from "../../ui/icons.tsx";
import { useStandingNames } from "./standing.tsx";
import "./tally-filters.css";

/** The chosen filter: a standing, or who confirmed that they still come, or did not, or the guests whom nothing or an email did not reach, who opened their link and did not answer, whose emails wait, or who were removed; `delivered`: who got the email and did not open their link. */
export type ListFilter =
  | Standing
  | "neverReached"
  | "delivered"
  | "opened"
  | "confirmed"
  | "unconfirmed"
  | "undelivered"
  | "mailWaits"
  | "removed";

interface Props {
  tally: Tally;
  capacity: number | null;
  /** How many guests nothing has reached, an email did not reach, whose emails wait, and whom hosts removed. */
  neverReached: number;
  /** How many have got the email, and whose link nobody has opened. */
  delivered: number;
  /** How many have opened their link and not answered. */
  linkOpened: number;
  /** How many guests confirmed that they still come, and how many who are going did not; null: they are not asked yet. */
  confirmations: { confirmed: number; unconfirmed: number } | null;
  undelivered: number;
  mailWaits: number;
  removed: number;
  chosen: ListFilter | null;
  onChoose: (filter: ListFilter | null) => void;
}

/** How many people have each standing; each is a filter, and "All" clears it. */
export function TallyFilters({
  tally,
  capacity,
  neverReached,
  delivered,
  linkOpened,
  confirmations,
  undelivered,
  mailWaits,
  removed,
  chosen,
  onChoose,
}: Props) {
  const { t } = useLingui();
  const names = useStandingNames();
  const counts: [Standing, number][] = [
    ["going", tally.going],
    ["waiting", tally.waiting],
    ["maybe", tally.maybe],
    ["declined", tally.declined ?? 0],
    ["none", tally.silent ?? 0],
  ];
  const others: [ListFilter, string, number][] = [
    ["unconfirmed", t`Not confirmed yet`, confirmations?.unconfirmed ?? 0],
    ["confirmed", t`Confirmed`, confirmations?.confirmed ?? 0],
    ["neverReached", t`Never reached`, neverReached],
    ["delivered", t`Delivered, link not opened`, delivered],
    ["opened", t`Link opened, no answer`, linkOpened],
    ["undelivered", t`Not delivered`, undelivered],
    ["mailWaits", t`Mail waits`, mailWaits],
    ["removed", t`Removed`, removed],
  ];
  return (
    <div className="tally-filters" role="group" aria-label={t`Filter by answer`}>
      <button type="button" className="tally-filter" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        <Trans>All</Trans> <strong className="tabular">{peopleOf(tally)}</strong>
      </button>
      {counts.map(([standing, count]) => (
        <button
          key={standing}
          type="button"
          className={`tally-filter tally-${standing}`}
          aria-pressed={chosen === standing}
          onClick={() => onChoose(chosen === standing ? null : standing)}
        >
          {names[standing]}{" "}
          <strong className="tabular">
            {count}
            {standing === "going" && capacity !== null && <small> / {capacity}</small>}
          </strong>
          {chosen === standing && <Icon name="x" size={16} />}
        </button>
      ))}
      {others.map(
        ([filter, name, count]) =>
          (count > 0 || chosen === filter) && (
            <button
              key={filter}
              type="button"
              className="tally-filter"
              aria-pressed={chosen === filter}
              onClick={() => onChoose(chosen === filter ? null : filter)}
            >
              {name} <strong className="tabular">{count}</strong>
              {chosen === filter && <Icon name="x" size={16} />}
            </button>
          ),
      )}
    </div>
  );
}

/** Everybody on the list, plus-ones included. */
export function peopleOf({ going, waiting, maybe, declined, silent }: Tally): number {
  return going + waiting + maybe + (declined ?? 0) + (silent ?? 0);
}
