import { useLingui } from "@lingui/react/macro";
import { IconButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { useSlashKey } from "../list/use-slash-key.ts";

interface Props {
  /** What the field finds guests by. */
  label: string;
  typed: string;
  type: (text: string) => void;
  onEnter: () => void;
}

/** The field that a door finds guests by, which stays in reach while the list is scrolled. */
export function DoorSearch({ label, typed, type, onEnter }: Props) {
  const { t } = useLingui();
  const field = useSlashKey();
  return (
    <form className="door-search" role="search" onSubmit={(event) => (event.preventDefault(), onEnter())}>
      <Field label={label} hideLabel>
        <TextInput
          ref={field}
          type="search"
          icon="search"
          autoComplete="off"
          enterKeyHint="done"
          placeholder={label}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </Field>
      {typed !== "" && <IconButton icon="x" label={t`Clear the search`} onClick={() => (type(""), field.current?.focus())} />}
    </form>
  );
}

/** What is looked for: not what a hand scanner types into the field. */
export const searchOf = (typed: string): string => (/https?:/i.test(typed) ? "" : typed.trim());
