import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { seesList } from "@turnout/contract/audience";
import { phaseOf } from "@turnout/contract/event-phase";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot, useEventView } from "../../live/use-event.ts";
import { announce } from "../../ui/announcer.tsx";
import { Counts, SeatsLeft } from "./counts.tsx";
import { FaceRow } from "./face-row.tsx";
import { onDemand } from "../../on-demand.ts";
import "./attendance.css";

const AttendeeDialog = onDemand(() => import("./attendee-dialog.tsx"), "AttendeeDialog");
/** Including the one with the number of others: two rows on a phone. */
const FACES_SHOWN = 13;

/** Who comes: counts for everybody, the attendee preview for those who may see names. */
export function Attendance() {
  const { t } = useLingui();
  const { tally, faces, details, viewer } = useEventSnapshot();
  const present = useEventView((view) => view.present);
  const [open, setOpen] = useState(false);
  const here = useMemo(() => new Set(present.people.map((person) => person.personId)), [present.people]);
  const isOver = phaseOf(details, useNow()) === "over";
  const mayRead = seesList(viewer.class, details);
  const more = tally.going - Math.min(faces.length, FACES_SHOWN);
  useAnnouncedTally(tally.going);

  return (
    <section className="attendance" aria-labelledby="attendance">
      <header>
        <h2 id="attendance">{isOver ? <Trans>Who was going</Trans> : <Trans>Who's coming</Trans>}</h2>
        <Counts isOver={isOver} />
      </header>
      {mayRead && faces.length > 0 && <FaceRow faces={faces} here={here} max={FACES_SHOWN} more={more} onMore={() => setOpen(true)} />}
      {!mayRead && (
        <p className="muted">
          {details.guestListFor === "hosts" ? t`Only the hosts can see the guest list.` : t`Guests on the list can see each other's names.`}
        </p>
      )}
      {mayRead && faces.length === 0 && !isOver && (
        <p className="muted">
          {tally.maybe > 0 ? t`Nobody has said yes yet.` : t`No one yet. Answers show up here the moment they come in.`}
        </p>
      )}
      {!isOver && <SeatsLeft />}
      <Suspense fallback={null}>{open && <AttendeeDialog onClose={() => setOpen(false)} />}</Suspense>
    </section>
  );
}

/** Announces a new number when it changes, only the last one. */
function useAnnouncedTally(going: number) {
  const { i18n } = useLingui();
  const before = useRef(going);
  useEffect(() => {
    if (before.current === going) return;
    before.current = going;
    announce(plural(going, { one: "# person is going now.", other: "# people are going now." }), "tally");
  }, [going, i18n]);
}
