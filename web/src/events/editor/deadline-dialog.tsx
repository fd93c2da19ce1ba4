import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Notice } from "../../ui/notice.tsx";
import { Switch } from "../../ui/toggle.tsx";
import { DateTimeInputs } from "./date-time-inputs.tsx";
import { addMinutes } from "./local-time.ts";
import { OptionDialog } from "./option-dialog.tsx";
import { useEditor } from "./use-editor.ts";

const TWO_DAYS = 2 * 24 * 60;

/** Until when guests can answer and change their answer. */
export function DeadlineDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const { answersClose, starts } = view.fields;
  const [closes, setCloses] = useState(answersClose);
  const [isSet, setIsSet] = useState(answersClose !== null);
  const usual = starts && addMinutes(`${starts.slice(0, 10)}T20:00`, -TWO_DAYS);

  return (
    <OptionDialog title={t`Deadline to answer`} onClose={onClose} onDone={() => store.edit({ answersClose: isSet ? closes : null })}>
      <Switch
        label={t`Stop taking answers at a set time`}
        hint={t`After that, guests can't answer or change their answer. You still can, for anyone.`}
        checked={isSet}
        onChange={(next) => {
          setIsSet(next);
          setCloses(closes ?? usual);
        }}
      />
      {isSet && (
        <DateTimeInputs
          label={t`Until`}
          id="event-answers-close"
          value={closes}
          onChange={setCloses}
          usualTime="20:00"
          problem={undefined}
          required
        />
      )}
      {isSet && closes && starts && closes > starts && (
        <Notice tone="warning" title={t`That is after the start`}>
          <p>
            <Trans>People can still change their minds while the event is on.</Trans>
          </p>
        </Notice>
      )}
    </OptionDialog>
  );
}
