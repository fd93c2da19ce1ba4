import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useDeferredValue, useState } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { useEventSnapshot, useEventView } from "../../live/use-event.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { SegmentedChoice } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useAttendees } from "./use-attendees.ts";
import "./attendee-dialog.css";

/** Everybody who comes or might, by name. */
export function AttendeeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { tally } = useEventSnapshot();
  const present = useEventView((view) => view.present);
  const [standing, setStanding] = useState<"going" | "maybe">("going");
  const [search, setSearch] = useState("");
  const { guests, loading, failed, newAnswers, reload, more } = useAttendees(standing, useDeferredValue(search.trim()));
  const here = new Set(present.people.map((person) => person.personId));
  const options = [
    { value: "going" as const, label: t`Going ${tally.going}` },
    { value: "maybe" as const, label: t`Maybe ${tally.maybe}` },
  ];

  return (
    <Dialog open onClose={onClose} title={t`Who's coming`}>
      <div className="attendee-tools">
        <SegmentedChoice legend={t`Which answer`} options={options} value={standing} onChange={setStanding} />
        <Field label={t`Search by name`} hideLabel>
          <TextInput
            type="search"
            icon="search"
            placeholder={t`Search by name`}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </Field>
      </div>
      {newAnswers > 0 && (
        <Button size="sm" icon="refresh" onClick={reload}>
          <Plural value={newAnswers} one="Show # new answer" other="Show # new answers" />
        </Button>
      )}
      <ul role="list" className="attendees" aria-busy={loading}>
        {guests.map((guest) => (
          <Attendee key={guest.guestId} guest={guest} here={here.has(guest.guestId)} />
        ))}
      </ul>
      {loading && guests.length === 0 && <Skeleton height="12rem" />}
      {!loading && !failed && guests.length === 0 && <p className="muted">{search ? t`No one by that name.` : t`No one yet.`}</p>}
      {failed && <Button icon="refresh" onClick={reload}>{t`The list couldn't be loaded. Try again`}</Button>}
      {more && !failed && <Button pending={loading} onClick={more}>{t`Show more`}</Button>}
    </Dialog>
  );
}

function Attendee({ guest, here }: { guest: GuestCard; here: boolean }) {
  const brings = guest.partySize - 1;
  return (
    <li className="attendee">
      <Avatar id={guest.guestId} name={guest.name} here={here} />
      <span className="attendee-name" dir="auto">
        {guest.name}
      </span>
      {brings > 0 && <span className="muted tabular">{`+${brings}`}</span>}
      {here && (
        <span className="visually-hidden">
          <Trans>is looking at this page</Trans>
        </span>
      )}
    </li>
  );
}
