import { Trans, useLingui } from "@lingui/react/macro";
import type { Standing, Tally } from "@turnout/contract/guests";
import { Icon } from "../../ui/icons.tsx";
import { useStandingNames } from "./standing.tsx";
import "./tally-filters.css";

/** The chosen filter: a standing, or the removed guests. */
export type ListFilter = Standing | "removed";

interface Props {
  tally: Tally;
  capacity: number | null;
  /** How many guests hosts removed. */
  removed: number;
  chosen: ListFilter | null;
  onChoose: (filter: ListFilter | null) => void;
}

/** How many people have each standing; each is a filter, and "All" clears it. */
export function TallyFilters({ tally, capacity, removed, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const names = useStandingNames();
  const counts: [Standing, number][] = [
    ["going", tally.going],
    ["waiting", tally.waiting],
    ["maybe", tally.maybe],
    ["declined", tally.declined ?? 0],
    ["none", tally.silent ?? 0],
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
      {(removed > 0 || chosen === "removed") && (
        <button
          type="button"
          className="tally-filter"
          aria-pressed={chosen === "removed"}
          onClick={() => onChoose(chosen === "removed" ? null : "removed")}
        >
          <Trans>Removed</Trans> <strong className="tabular">{removed}</strong>
          {chosen === "removed" && <Icon name="x" size={16} />}
        </button>
      )}
    </div>
  );
}

/** Everybody on the list, plus-ones included. */
export function peopleOf({ going, waiting, maybe, declined, silent }: Tally): number {
  return going + waiting + maybe + (declined ?? 0) + (silent ?? 0);
}
