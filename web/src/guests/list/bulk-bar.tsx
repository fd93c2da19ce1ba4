import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { Button, IconButton } from "../../ui/button.tsx";
import { showToast } from "../../ui/toast.ts";
import { allMatching } from "./all-matching.ts";
import { TagDialog } from "./tag-dialog.tsx";
import type { GuestFilter } from "./use-guest-list.ts";
import type { Selection } from "./use-selection.ts";
import "./bulk-bar.css";

interface Props {
  eventId: string;
  selection: Selection;
  filter: GuestFilter;
  /** Those that match the filter, as far as they are loaded, and how many match it in all. */
  shown: readonly GuestCard[];
  total: number;
}

/** What can be done with the selected guests; stays in sight at the screen's lower edge. */
export function BulkBar({ eventId, selection: { selected, select, clear }, filter, shown, total }: Props) {
  const { t } = useLingui();
  const [dialog, setDialog] = useState<"tag" | "untag" | null>(null);
  const [isSelecting, setSelecting] = useState(false);
  const isAll = selected.size >= total && shown.every(({ guestId }) => selected.has(guestId));
  const selectAll = () => {
    setSelecting(true);
    allMatching(eventId, filter)
      .then((guests: GuestCard[]) => select(guests))
      .catch(() => showToast(t`The list could not be loaded`, { tone: "danger" }))
      .finally(() => setSelecting(false));
  };
  return (
    <div className="bulk-bar" role="region" aria-label={t`Selected guests`}>
      <IconButton icon="x" label={t`Clear the selection`} onClick={clear} />
      <p role="status">
        <Plural value={selected.size} one="# selected" other="# selected" />
      </p>
      {!isAll && (
        <Button size="sm" look="plain" pending={isSelecting} onClick={selectAll}>
          <Trans>Select all {total}</Trans>
        </Button>
      )}
      <Button size="sm" onClick={() => setDialog("tag")}>
        <Trans>Add tag</Trans>
      </Button>
      <Button size="sm" onClick={() => setDialog("untag")}>
        <Trans>Take tag off</Trans>
      </Button>
      {dialog !== null && (
        <TagDialog
          eventId={eventId}
          guests={selected}
          tagged={dialog === "tag"}
          onClose={(isDone) => {
            setDialog(null);
            if (isDone) clear();
          }}
        />
      )}
    </div>
  );
}
