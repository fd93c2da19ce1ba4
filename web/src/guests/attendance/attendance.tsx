import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { seesList } from "@turnout/contract/audience";
import { useEventSnapshot, useEventView } from "../../live/use-event.ts";
import { announce } from "../../ui/announcer.tsx";
import { Button } from "../../ui/button.tsx";
import { Counts, SeatsLeft } from "./counts.tsx";
import { FaceRow } from "./face-row.tsx";
import "./attendance.css";

const AttendeeDialog = lazy(async () => ({ default: (await import("./attendee-dialog.tsx")).AttendeeDialog }));
/** Two rows of a phone. */
const FACES_SHOWN = 14;

/** Who comes: numbers for everybody, faces and names for those who may see them. */
export function Attendance() {
  const { t } = useLingui();
  const { tally, faces, details, viewer } = useEventSnapshot();
  const { present } = useEventView();
  const [open, setOpen] = useState(false);
  const here = useMemo(() => new Set(present.people.map((person) => person.personId)), [present.people]);
  const mayRead = seesList(viewer.class, details);
  const more = tally.going + tally.maybe - Math.min(faces.length, FACES_SHOWN);
  useSpokenTally(tally.going);

  return (
    <section className="attendance" aria-labelledby="attendance">
      <header>
        <h2 id="attendance">
          <Trans>Who's coming</Trans>
        </h2>
        <Counts />
      </header>
      {mayRead && faces.length > 0 && (
        <div className="attendance-faces">
          <FaceRow faces={faces} here={here} max={FACES_SHOWN} />
          <Button look="plain" size="sm" onClick={() => setOpen(true)}>
            {more > 0 ? <Plural value={more} one="and # more" other="and # more" /> : t`See all`}
          </Button>
        </div>
      )}
      {!mayRead && (
        <p className="muted">
          {details.guestListFor === "hosts" ? t`Only the hosts see who is on the list.` : t`Guests on the list see each other's names.`}
        </p>
      )}
      {mayRead && faces.length === 0 && (
        <p className="muted">
          <Trans>Nobody yet. The first answer shows up here the moment it is given.</Trans>
        </p>
      )}
      <SeatsLeft />
      <Suspense fallback={null}>{open && <AttendeeDialog onClose={() => setOpen(false)} />}</Suspense>
    </section>
  );
}

/** Says the new number when it changes, the last one only. */
function useSpokenTally(going: number) {
  const { i18n, t } = useLingui();
  const [before, setBefore] = useState(going);
  useEffect(() => {
    if (before === going) return;
    setBefore(going);
    announce(t`${going} people are going now.`, "tally");
  }, [before, going, t, i18n]);
}
