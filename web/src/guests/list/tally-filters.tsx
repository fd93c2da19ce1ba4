import { useLingui } from "@lingui/react/macro";
import type { Standing, Tally } from "@turnout/contract/guests";
import { useStandingNames } from "./standing.tsx";
import "./tally-filters.css";

interface Props {
  tally: Tally;
  capacity: number | null;
  chosen: Standing | null;
  onChoose: (standing: Standing | null) => void;
}

/** The numbers of people at the top of the list; each is a filter. */
export function TallyFilters({ tally, capacity, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const names = useStandingNames();
  const counts: [Standing, number, string | null][] = [
    ["going", tally.going, capacity === null ? null : t`of ${capacity}`],
    ["waiting", tally.waiting, null],
    ["maybe", tally.maybe, null],
    ["declined", tally.declined ?? 0, null],
    ["none", tally.silent ?? 0, null],
  ];
  return (
    <div className="tally-filters" role="group" aria-label={t`Filter by answer`}>
      {counts.map(([standing, count, of]) => (
        <button
          key={standing}
          type="button"
          className={`tally-filter tally-${standing}`}
          aria-pressed={chosen === standing}
          onClick={() => onChoose(chosen === standing ? null : standing)}
        >
          <span className="tally-count tabular">
            {count} {of && <small>{of}</small>}
          </span>
          <span className="tally-name">{names[standing]}</span>
        </button>
      ))}
    </div>
  );
}
