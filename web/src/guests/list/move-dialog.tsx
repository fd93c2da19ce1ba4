import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { MAX_GUESTS_AT_ONCE } from "@turnout/contract/bulk-guests";
import type { ListedGuest } from "@turnout/contract/guests";
import { api, read } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { RadioCards, SegmentedChoice } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { useMoveOnWaitlist } from "./use-move-on-waitlist.ts";
import { planMoves } from "./waitlist-plan.ts";
import "./move-dialog.css";

/** People who are offered at once; the search finds the others. */
const OFFERED = 8;

interface Props {
  eventId: string;
  guests: readonly ListedGuest[];
  onClose: (isDone: boolean) => void;
}

/** Asks where guests are moved to on the waitlist, says how many that are and who is left out, then moves them. */
export function MoveDialog({ eventId, guests, onClose }: Props) {
  const { t } = useLingui();
  const move = useMoveOnWaitlist(eventId);
  const [place, setPlace] = useState<"first" | "last" | "behind">("first");
  const [behind, setBehind] = useState<string | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const plan = useMemo(
    () => (place === "behind" ? planMoves(guests, { behind: behind ?? "" }) : planMoves(guests, place)),
    [guests, place, behind],
  );
  const count = plan.moves.length;
  const start = () => {
    setSent(0);
    void move(plan.moves, setSent).then((isDone) => (isDone ? onClose(true) : setSent(null)));
  };
  const actions = (
    <Button look="primary" pending={sent !== null} disabled={count === 0 || (place === "behind" && behind === null)} onClick={start}>
      <Plural value={count} one="Move # guest" other="Move # guests" />
    </Button>
  );
  return (
    <Dialog open onClose={() => onClose(false)} title={t`Move on the waitlist`} actions={actions}>
      <SegmentedChoice
        legend={t`Where to`}
        value={place}
        onChange={setPlace}
        options={[
          { value: "first", label: t`To the top` },
          { value: "behind", label: t`Behind…` },
          { value: "last", label: t`To the end` },
        ]}
      />
      {place === "behind" && <Behind eventId={eventId} guests={guests} value={behind} onChange={setBehind} />}
      <ul className="muted">
        {plan.notWaiting > 0 && (
          <li>
            <Plural value={plan.notWaiting} one="# is left out: not on the waitlist" other="# are left out: not on the waitlist" />
          </li>
        )}
        {count > 1 && (
          <li>
            <Trans>They keep the order among themselves.</Trans>
          </li>
        )}
        <li>
          <Trans>Everyone on the waitlist sees their new place at once. You can undo it. Whoever gets a seat by it keeps it.</Trans>
        </li>
      </ul>
      {sent !== null && count > MAX_GUESTS_AT_ONCE && <ProgressBar label={t`Guests done`} value={sent} max={count} />}
    </Dialog>
  );
}

interface BehindProps {
  eventId: string;
  guests: readonly ListedGuest[];
  value: string | null;
  onChange: (guestId: string) => void;
}

/** Somebody on the waitlist who is not moved, the first of them offered at once. */
function Behind({ eventId, guests, value, onChange }: BehindProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim());
  const { data, isError, isPending } = useQuery({
    queryKey: ["waitlist", eventId, search],
    queryFn: () =>
      read(
        api.GET("/api/events/{eventId}/guests", {
          params: { path: { eventId }, query: { search, standing: "waiting" as const, order: "line" as const } },
        }),
      ),
    staleTime: 0,
  });
  const moved = new Set(guests.map(({ guestId }) => guestId));
  const others = (data?.guests ?? []).filter(({ guestId }) => !moved.has(guestId));
  return (
    <div className="move-behind">
      <Field label={t`Search the waitlist`} hideLabel>
        <TextInput
          type="search"
          icon="search"
          placeholder={t`Search the waitlist`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Field>
      {isError && <p className="muted">{t`The list could not be loaded`}</p>}
      {!isError && !isPending && others.length === 0 && (
        <p className="muted">{search === "" ? t`Nobody else waits.` : t`Nobody matches`}</p>
      )}
      {others.length > 0 && (
        <RadioCards
          legend={t`Behind whom`}
          hideLegend
          value={value}
          onChange={onChange}
          options={others.slice(0, OFFERED).map(({ guestId, name, email, partySize }) => ({
            value: guestId,
            label: <bdi>{name}</bdi>,
            hint: [email, partySize > 1 ? t`${partySize} people` : null].filter(Boolean).join(" · ") || undefined,
          }))}
        />
      )}
    </div>
  );
}
