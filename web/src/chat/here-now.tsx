import { Plural, useLingui } from "@lingui/react/macro";
import { useEventView } from "../live/use-event.ts";
import { AvatarStack } from "../ui/avatar.tsx";
import { listOfNames } from "../ui/list-of-names.ts";
import { useMarkedNames } from "./use-posing.ts";

const FACES = 4;

/** Who has the page open at this moment. */
export function HereNow() {
  const { t, i18n } = useLingui();
  const present = useEventView((view) => view.present);
  const state = useEventView((view) => view.state);
  const marked = useMarkedNames(present.people);
  if (present.count === 0 || state === "offline" || state === "polling") return null;
  const people = present.people.map(({ personId, name }) => ({ id: personId, name }));
  const names = listOfNames(marked, i18n.locale);
  return (
    <p className="here-now" title={names}>
      {people.length > 0 && <AvatarStack people={people.slice(0, FACES)} size={26} label={t`Here now: ${names}`} />}
      <span className="tabular">
        <Plural value={present.count} one="# here now" other="# here now" />
      </span>
    </p>
  );
}
