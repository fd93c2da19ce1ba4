import { useLingui } from "@lingui/react/macro";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Stepper } from "../../ui/stepper.tsx";

const MAX_NAME = 80;

type PlusOnesProps = {
  names: string[];
  max: number;
  onChange: (names: string[]) => void;
  /** One fewer comes: the last whose name was taken out, or else the last. */
  onRemove: (at: number) => void;
};

/** The companions: how many, and their names if known. */
export function PlusOnes({ names, max, onChange, onRemove }: PlusOnesProps) {
  const { t } = useLingui();
  const rename = (at: number, name: string) => onChange(names.map((old, index) => (index === at ? name : old)));
  const resize = (size: number) => {
    const unnamed = names.lastIndexOf("");
    if (size === names.length - 1) onRemove(unnamed < 0 ? size : unnamed);
    else onChange(Array.from({ length: size }, (_, at) => names[at] ?? ""));
  };
  return (
    <div className="plus-ones">
      <div className="plus-ones-count">
        <Field label={t`Who's coming with you?`} hint={t`Up to ${max}`}>
          <Stepper value={names.length} max={max} onChange={resize} />
        </Field>
      </div>
      {names.map((name, at) => (
        <Field key={at} label={t`Name of person ${at + 2}`} hideLabel>
          <TextInput
            name={`companion${at + 1}`}
            icon="user"
            placeholder={t`Name (if you know it)`}
            maxLength={MAX_NAME}
            value={name}
            onChange={(event) => rename(at, event.target.value)}
          />
        </Field>
      ))}
    </div>
  );
}
