import { Trans, useLingui } from "@lingui/react/macro";
import { localToInstant } from "@turnout/contract/time-zones";
import { Button, IconButton } from "../../ui/button.tsx";
import { FieldError } from "../../ui/field.tsx";
import { CalendarLeaf } from "../event-when.tsx";
import { ClockNote } from "./clock-note.tsx";
import { ConflictNote } from "./conflict-note.tsx";
import { DateTimeInputs } from "./date-time-inputs.tsx";
import { addMinutes, minutesBetween } from "./local-time.ts";
import { useEditor, useField } from "./use-editor.ts";
import { useLocalWords } from "./use-local-words.ts";
import { useProblemWords } from "./use-problem-words.ts";
import { ZoneButton } from "./zone-button.tsx";

/** Most parties last about this long (minutes). */
const USUAL_LENGTH = 180;

/** When it starts, when it ends, and on whose clock. */
export function WhenField() {
  const { t } = useLingui();
  const { store } = useEditor();
  const words = useProblemWords();
  const say = useLocalWords();
  const starts = useField("starts");
  const ends = useField("ends");
  const zone = useField("zone");
  const at = starts.value && localToInstant(starts.value, zone.value).instant;

  /** An event that is moved keeps its length. */
  const moveStart = (next: string | null) => {
    const length = starts.value && ends.value ? minutesBetween(starts.value, ends.value) : 0;
    store.edit(next && length > 0 ? { starts: next, ends: addMinutes(next, length) } : { starts: next });
  };

  return (
    <div className="fact editor-fact" role="group" aria-label={t`When`}>
      <CalendarLeaf at={at} zone={zone.value} />
      <div className="editor-fact-body">
        <DateTimeInputs
          label={t`Starts`}
          id="event-starts"
          value={starts.value}
          onChange={moveStart}
          usualTime="19:00"
          problem={words(starts.problem)}
          focus={starts.focus}
          required
        />
        <ConflictNote field={starts} show={say} />
        {ends.value !== null && (
          <DateTimeInputs
            label={t`Ends`}
            id="event-ends"
            value={ends.value}
            min={starts.value?.slice(0, 10)}
            onChange={ends.set}
            usualTime={starts.value?.slice(11) ?? "23:00"}
            problem={undefined}
            focus={ends.focus}
          >
            <IconButton icon="x" label={t`No end`} onClick={() => ends.set(null)} />
          </DateTimeInputs>
        )}
        {words(ends.problem) && <FieldError>{words(ends.problem)}</FieldError>}
        <ConflictNote field={ends} show={say} />
        <div className="editor-when-foot">
          <ZoneButton />
          {ends.value === null && starts.value !== null && (
            <Button size="sm" look="plain" icon="plus" onClick={() => ends.set(addMinutes(starts.value!, USUAL_LENGTH))}>
              <Trans>Add an end</Trans>
            </Button>
          )}
        </div>
        <ConflictNote field={zone} show={(value) => value} />
        <ClockNote />
      </div>
    </div>
  );
}
