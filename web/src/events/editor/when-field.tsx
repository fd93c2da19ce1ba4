import { Trans, useLingui } from "@lingui/react/macro";
import { USUAL_MINUTES } from "@turnout/contract/calendar";
import { dayAfter } from "@turnout/contract/wall-clock";
import { useRef } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { FieldError } from "../../ui/field.tsx";
import { Switch } from "../../ui/toggle.tsx";
import { CalendarLeaf } from "../event-when.tsx";
import { ClockNote } from "./clock-note.tsx";
import { ConflictNote } from "./conflict-note.tsx";
import { DateTimeInputs } from "./date-time-inputs.tsx";
import { addMinutes, asDays, asTimes, movedEnd } from "./local-time.ts";
import { useEditor, useField } from "./use-editor.ts";
import { useLocalWords } from "./use-local-words.ts";
import { useProblemWords } from "./use-problem-words.ts";
import { ZoneButton } from "./zone-button.tsx";

const USUAL_TIME = "19:00";

/** The start, the end, and the zone. */
export function WhenField() {
  const { t } = useLingui();
  const { store } = useEditor();
  const words = useProblemWords();
  const say = useLocalWords();
  const starts = useField("starts");
  const ends = useField("ends");
  const zone = useField("zone");
  const allDay = useField("allDay");
  const times = { allDay: allDay.value, starts: starts.value, ends: ends.value };
  const hours = useRef<typeof times | null>(null);

  const change = (isDays: boolean) => {
    if (isDays) hours.current = times;
    store.edit(isDays ? asDays(times) : asTimes(times, hours.current, USUAL_TIME));
  };
  /** An event that is moved keeps its length. */
  const moveStart = (next: string | null) => store.edit(next ? { starts: next, ends: movedEnd(times, next) } : { starts: next });

  return (
    <div className="fact editor-fact" role="group" aria-label={t`When`}>
      <CalendarLeaf on={starts.value} />
      <div className="editor-fact-body">
        <Switch label={t`All day`} checked={allDay.value} onChange={change} />
        <DateTimeInputs
          label={allDay.value && ends.value === null ? t`Day` : allDay.value ? t`First day` : t`Starts`}
          dayOnly={allDay.value}
          id="event-starts"
          value={starts.value}
          onChange={moveStart}
          usualTime={USUAL_TIME}
          problem={words(starts.problem)}
          focus={starts.focus}
          required
        />
        <ConflictNote field={starts} show={say} />
        {ends.value !== null && (
          <DateTimeInputs
            label={allDay.value ? t`Last day` : t`Ends`}
            dayOnly={allDay.value}
            id="event-ends"
            value={ends.value}
            min={starts.value?.slice(0, 10)}
            onChange={ends.set}
            usualTime={starts.value?.slice(11) || "23:00"}
            problem={undefined}
            focus={ends.focus}
          >
            <IconButton icon="x" label={allDay.value ? t`Only one day` : t`No end`} onClick={() => ends.set(null)} />
          </DateTimeInputs>
        )}
        {words(ends.problem) && <FieldError>{words(ends.problem)}</FieldError>}
        <ConflictNote field={ends} show={say} />
        <div className="editor-when-foot">
          <ZoneButton />
          {ends.value === null && starts.value !== null && (
            <Button
              size="sm"
              look="plain"
              icon="plus"
              onClick={() => ends.set(allDay.value ? dayAfter(starts.value!) : addMinutes(starts.value!, USUAL_MINUTES))}
            >
              {allDay.value ? <Trans>More days</Trans> : <Trans>Add an end</Trans>}
            </Button>
          )}
        </div>
        <ConflictNote field={zone} show={(value) => value} />
        <ClockNote />
      </div>
    </div>
  );
}
