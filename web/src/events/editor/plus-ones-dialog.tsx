import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MAX_PLUS_ONES } from "@turnout/contract/events";
import { Field } from "../../ui/field.tsx";
import { Stepper } from "../../ui/stepper.tsx";
import { OptionDialog } from "./option-dialog.tsx";
import { useField } from "./use-editor.ts";

/** How many people one answer may bring along. */
export function PlusOnesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const allowed = useField("plusOnesAllowed");
  const [count, setCount] = useState(allowed.value);
  return (
    <OptionDialog title={t`Plus-ones`} onClose={onClose} onDone={() => allowed.set(count)}>
      <Field
        label={t`Plus-ones per guest`}
        hint={count === 0 ? t`Guests answer just for themselves.` : t`Each takes a seat. Guests can add their names.`}
      >
        <Stepper value={count} onChange={setCount} max={MAX_PLUS_ONES} />
      </Field>
    </OptionDialog>
  );
}
