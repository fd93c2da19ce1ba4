import { plural } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MAX_GUESTS_AT_ONCE } from "@turnout/contract/bulk-guests";
import type { Answer } from "@turnout/contract/guests";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { SegmentedChoice } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { planBulk, seatsMayGo, type BulkAction, type BulkPlan } from "./bulk-plan.ts";
import { useBulkGuests } from "./use-bulk-guests.ts";
import type { Selected } from "./use-selection.ts";

interface Props {
  eventId: string;
  guests: Selected;
  kind: BulkAction["kind"];
  onClose: (isDone: boolean) => void;
}

/** Says whom an action would change, who is left out and what cannot be undone, then does it. */
export function BulkDialog({ eventId, guests, kind, onClose }: Props) {
  const { t } = useLingui();
  const { details, tally } = useEventSnapshot();
  const [answer, setAnswer] = useState<Answer>("going");
  const [sent, setSent] = useState<number | null>(null);
  const run = useBulkGuests(eventId);
  const action: BulkAction = kind === "answer" ? { kind, answer } : { kind };
  const plan = planBulk(guests.values(), action, seatsMayGo(details.capacity, tally));
  const count = plan.guests.length;
  const words = {
    remove: { title: t`Remove from the list`, button: plural(count, { one: "Remove # guest", other: "Remove # guests" }) },
    resend: { title: t`Resend invitations`, button: plural(count, { one: "Email # guest", other: "Email # guests" }) },
    answer: { title: t`Set their answer`, button: plural(count, { one: "Set # answer", other: "Set # answers" }) },
  }[kind];
  const start = () => {
    setSent(0);
    void run(action, plan.guests, setSent).then(onClose);
  };
  const actions = (
    <Button look={kind === "remove" ? "danger" : "primary"} pending={sent !== null} disabled={count === 0} onClick={start}>
      {words.button}
    </Button>
  );
  return (
    <Dialog open onClose={() => onClose(false)} title={words.title} actions={actions}>
      {kind === "answer" && (
        <SegmentedChoice<Answer>
          legend={t({ context: "noun", message: "Answer" })}
          value={answer}
          onChange={setAnswer}
          options={[
            { value: "going", label: t`Going`, icon: "check" },
            { value: "maybe", label: t`Maybe`, icon: "question" },
            { value: "declined", label: t`Can't`, icon: "x" },
          ]}
        />
      )}
      <Foreseen kind={kind} plan={plan} />
      {sent !== null && count > MAX_GUESTS_AT_ONCE && <ProgressBar label={t`Guests done`} value={sent} max={count} />}
    </Dialog>
  );
}

/** What there is to know before it is done. */
function Foreseen({ kind, plan }: { kind: BulkAction["kind"]; plan: BulkPlan }) {
  const { details, tally } = useEventSnapshot();
  const { same, noEmail, revoked, answered, seatsWanted, lost, silent } = plan;
  const seats = details.capacity === null ? null : Math.max(0, details.capacity - tally.going);
  return (
    <ul className="muted">
      {same > 0 && (
        <li>
          <Plural value={same} one="# has that answer already" other="# have that answer already" />
        </li>
      )}
      {noEmail > 0 && (
        <li>
          <Plural value={noEmail} one="# is left out: no email" other="# are left out: no email" />
        </li>
      )}
      {revoked > 0 && (
        <li>
          <Plural value={revoked} one="# is left out: links revoked" other="# are left out: links revoked" />
        </li>
      )}
      {kind === "resend" && answered > 0 && (
        <li>
          <Plural value={answered} one="# has answered already, and gets it too" other="# have answered already, and get it too" />
        </li>
      )}
      {kind === "resend" && (
        <li>
          <Trans>Emails can't be taken back.</Trans>
        </li>
      )}
      {seats !== null && seatsWanted > seats && (
        <li>
          <Trans>
            {seatsWanted} people, {seats} seats left: the rest joins the waitlist, or stays as it is.
          </Trans>
        </li>
      )}
      {kind === "remove" && (
        <li>
          <Trans>They can't answer any more, and their own links stop working. You can undo it.</Trans>
        </li>
      )}
      {lost > 0 && (
        <li>
          <Plural
            value={lost}
            one="# gives up a seat or a place on the waitlist, which undoing does not bring back"
            other="# give up a seat or a place on the waitlist, which undoing does not bring back"
          />
        </li>
      )}
      {kind === "answer" && silent > 0 && (
        <li>
          <Plural
            value={silent}
            one="# has not answered yet: undoing does not change that back"
            other="# have not answered yet: undoing does not change that back"
          />
        </li>
      )}
    </ul>
  );
}
