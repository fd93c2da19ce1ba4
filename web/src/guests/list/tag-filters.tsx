import { useLingui } from "@lingui/react/macro";
import { Icon } from "../../ui/icons.tsx";
import type { TagOfGuests } from "./use-guest-tags.ts";
import "./tally-filters.css";

interface Props {
  tags: TagOfGuests[];
  chosen: string | null;
  onChoose: (tag: string | null) => void;
}

/** The hosts' tags; each is a filter. A chosen one stays, also once nobody has it any more. */
export function TagFilters({ tags, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const isGone = chosen !== null && !tags.some(({ tag }) => tag === chosen);
  const shown = isGone ? [...tags, { tag: chosen, guests: 0 }] : tags;
  if (shown.length === 0) return null;
  return (
    <div className="tally-filters" role="group" aria-label={t`Filter by tag`}>
      {shown.map(({ tag, guests }) => (
        <button
          key={tag}
          type="button"
          className="tally-filter"
          aria-pressed={chosen === tag}
          onClick={() => onChoose(chosen === tag ? null : tag)}
        >
          <bdi>{tag}</bdi> <strong className="tabular">{guests}</strong>
          {chosen === tag && <Icon name="x" size={16} />}
        </button>
      ))}
    </div>
  );
}
