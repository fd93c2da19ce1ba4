import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MAX_CAPACITY, type WaitlistRule } from "@turnout/contract/events";
import { MAX_PASSED_OVER } from "@turnout/contract/guests";
import { RadioCards } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Switch } from "../../ui/toggle.tsx";
import { OptionDialog } from "./option-dialog.tsx";
import { useEditor } from "./use-editor.ts";

const FIRST_GUESS = 20;

/** How many people fit, and what happens when the seats are taken. */
export function SeatsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const { capacity, waitlist, waitlistRule } = view.fields;
  const [isLimited, setLimited] = useState(capacity !== null);
  const [typed, setTyped] = useState(String(capacity ?? FIRST_GUESS));
  const [hasLine, setHasLine] = useState(waitlist);
  const [rule, setRule] = useState<WaitlistRule>(waitlistRule);
  const seats = Math.min(MAX_CAPACITY, Math.max(1, Math.round(Number(typed)) || 1));
  const taken = view.seatsTaken;

  return (
    <OptionDialog
      title={t`Seats`}
      onClose={onClose}
      onDone={() => store.edit({ capacity: isLimited ? seats : null, waitlist: hasLine, waitlistRule: rule })}
    >
      <Switch label={t`Set a capacity`} hint={t`Counts people, including plus-ones.`} checked={isLimited} onChange={setLimited} />
      {isLimited && (
        <>
          <Field label={t`People`} hint={taken > 0 ? t`${taken} have a seat now.` : undefined}>
            <TextInput
              type="number"
              inputMode="numeric"
              className="seats-input tabular"
              min={1}
              max={MAX_CAPACITY}
              step={1}
              required
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </Field>
          <Switch
            label={t`Waitlist when it's full`}
            hint={t`When a seat opens up, the next person gets it automatically and is emailed.`}
            checked={hasLine}
            onChange={setHasLine}
          />
          {hasLine && (
            <RadioCards<WaitlistRule>
              legend={t`Who's next?`}
              value={rule}
              onChange={setRule}
              options={[
                {
                  value: "strict",
                  label: t`Strict order`,
                  hint: t`First come, first served: nobody skips ahead, even if their group would fit.`,
                },
                {
                  value: "fillGaps",
                  label: t`Fill gaps`,
                  hint: t`Smaller groups can skip ahead up to ${MAX_PASSED_OVER} times. Then seats are held for the bigger one.`,
                },
              ]}
            />
          )}
          {!hasLine && (
            <p className="editor-note">
              <Trans>Once it's full, people can only say maybe or no.</Trans>
            </p>
          )}
        </>
      )}
    </OptionDialog>
  );
}
