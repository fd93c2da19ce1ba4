import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import { MAX_BULLETIN_GUESTS } from "@turnout/contract/bulletins";
import type { ListedGuest } from "@turnout/contract/guests";
import { Button, IconButton } from "../../ui/button.tsx";
import { showToast } from "../../ui/toast.ts";
import { Menu } from "../../ui/menu.tsx";
import { allMatching } from "./all-matching.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { BulkAction } from "./bulk-plan.ts";
import { MoveDialog } from "./move-dialog.tsx";
import { TagDialog } from "./tag-dialog.tsx";
import type { GuestFilter } from "./guest-filter.ts";
import type { Selection } from "./use-selection.ts";
import "./bulk-bar.css";

interface Props {
  eventId: string;
  selection: Selection;
  filter: GuestFilter;
  /** Those that match the filter, as far as they are loaded, and how many match it in all. */
  shown: readonly ListedGuest[];
  total: number;
}

/** What can be done with the selected guests; stays in sight at the screen's lower edge. */
export function BulkBar({ eventId, selection: { selected, select, clear }, filter, shown, total }: Props) {
  const { t } = useLingui();
  const [dialog, setDialog] = useState<"tag" | "untag" | "move" | BulkAction["kind"] | null>(null);
  const [isSelecting, setSelecting] = useState(false);
  const isAll = selected.size >= total && shown.every(({ guestId }) => selected.has(guestId));
  const selectAll = () => {
    setSelecting(true);
    allMatching(eventId, filter)
      .then((guests: ListedGuest[]) => select(guests))
      .catch(() => showToast(t`The list could not be loaded`, { tone: "danger" }))
      .finally(() => setSelecting(false));
  };
  const waits = selected.values().some(({ ticket }) => ticket !== null);
  const [, go] = useLocation();
  const write = () => {
    if (selected.size > MAX_BULLETIN_GUESTS)
      showToast(t`For more than ${MAX_BULLETIN_GUESTS} guests: give them a tag, and email those who have it.`, { tone: "danger" });
    else go(`/e/${eventId}/emails`, { state: { guestIds: [...selected.keys()] } });
  };
  const onClose = (isDone: boolean) => {
    setDialog(null);
    if (isDone) clear();
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
      <Button size="sm" onClick={() => setDialog("answer")}>
        <Trans>Set answer</Trans>
      </Button>
      <Menu
        label={t`More for the selected guests`}
        items={[
          { label: t`Email them`, icon: "send", onSelect: write },
          { label: t`Take tag off`, icon: "x", onSelect: () => setDialog("untag") },
          ...(waits ? [{ label: t`Move on the waitlist`, icon: "clock" as const, onSelect: () => setDialog("move") }] : []),
          { label: t`Resend invitations`, icon: "mail", onSelect: () => setDialog("resend") },
          null,
          { label: t`Remove from the list`, icon: "trash", danger: true, onSelect: () => setDialog("remove") },
        ]}
      />
      {(dialog === "tag" || dialog === "untag") && (
        <TagDialog eventId={eventId} guests={selected} tagged={dialog === "tag"} onClose={onClose} />
      )}
      {dialog === "move" && <MoveDialog eventId={eventId} guests={[...selected.values()]} onClose={onClose} />}
      {(dialog === "answer" || dialog === "resend" || dialog === "remove") && (
        <BulkDialog eventId={eventId} guests={selected} kind={dialog} onClose={onClose} />
      )}
    </div>
  );
}
