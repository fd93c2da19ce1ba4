import { Trans, useLingui } from "@lingui/react/macro";
import { formatEventTime } from "@turnout/contract/event-time";
import { instantToLocal, localToInstant } from "@turnout/contract/time-zones";
import { zoneCity } from "@turnout/contract/zone-city";
import { formattingLocale } from "../../i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { useLocalWords } from "./use-local-words.ts";
import { useEditor } from "./use-editor.ts";
import { asKept } from "./fields.ts";
import { isPast, startInstant } from "./start-instant.ts";

const readerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The start on both clocks, and a warning about clock changes. */
export function ClockNote() {
  const { i18n } = useLingui();
  const { view } = useEditor();
  const { starts, ends, zone, allDay } = view.fields;
  if (!starts) return null;
  const kept = asKept(view.fields);
  const event = { ...kept, ends: null, zone, startsAt: startInstant(view.fields), endsAt: null, answersCloseAt: null };
  const { start, city, reader } = formatEventTime(event, { locale: formattingLocale(i18n.locale), readerZone: readerZone() })!;
  const yours = reader && (reader.start.sameDay ? reader.start.time : `${reader.start.weekday}, ${reader.start.time}`);
  return (
    <>
      {reader && (
        <p className="reader-clock tabular">
          {start.time} {city} · <Trans>{yours} for you</Trans>
        </p>
      )}
      {!allDay && <ClockWarning local={starts} zone={zone} />}
      {!allDay && ends && <ClockWarning local={ends} zone={zone} />}
      {isPast(view.fields) && (
        <p className="editor-note">
          <Trans>That is in the past.</Trans>
        </p>
      )}
    </>
  );
}

/** Warns of a time that a clock change skips or repeats. */
function ClockWarning({ local, zone }: { local: string; zone: string }) {
  const { t, i18n } = useLingui();
  const say = useLocalWords();
  const { instant, kind } = localToInstant(local, zone);
  if (kind === "exact") return null;
  const city = zoneCity(zone, i18n.locale);
  const asked = say(local);
  const meant = say(instantToLocal(instant, zone).slice(0, 16));
  return kind === "gap" ? (
    <Notice tone="warning" title={t`Clocks in ${city} skip this time`} live>
      <p>
        <Trans>
          {asked} does not exist there: clocks go forward that night. It is taken as {meant}.
        </Trans>
      </p>
    </Notice>
  ) : (
    <Notice tone="warning" title={t`This time happens twice in ${city}`} live>
      <p>
        <Trans>Clocks go back that night. The first {asked} is meant, before the change.</Trans>
      </p>
    </Notice>
  );
}
