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
    <OptionDialog title={t`Bringing people`} onClose={onClose} onDone={() => allowed.set(count)}>
      <Field
        label={t`People one guest may bring`}
        hint={count === 0 ? t`Everybody answers for themselves.` : t`Each of them takes a seat. Guests can tell you their names.`}
      >
        <Stepper value={count} onChange={setCount} max={MAX_PLUS_ONES} />
      </Field>
    </OptionDialog>
  );
}
