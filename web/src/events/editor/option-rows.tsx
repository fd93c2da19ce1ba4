import { useLingui } from "@lingui/react/macro";
import { type ComponentType, useState } from "react";
import { Link } from "wouter";
import { Icon, type IconName } from "../../ui/icons.tsx";
import { AccessDialog, ChatDialog, GuestListDialog } from "./choice-dialogs.tsx";
import { ConflictNote } from "./conflict-note.tsx";
import { DeadlineDialog } from "./deadline-dialog.tsx";
import { PlusOnesDialog } from "./plus-ones-dialog.tsx";
import { SeatsDialog } from "./seats-dialog.tsx";
import type { DraftFields, FieldName } from "./fields.ts";
import { useEditor, useField } from "./use-editor.ts";
import { type OptionName, useOptionWords } from "./use-option-words.ts";

interface Row {
  name: OptionName;
  icon: IconName;
  label: string;
  dialog: ComponentType<{ onClose: () => void }>;
  fields: FieldName[];
}

/** The options with defaults: each row shows its value in words and opens a dialog. */
export function OptionRows() {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const words = useOptionWords();
  const [opened, setOpened] = useState<OptionName | null>(null);
  const labels = words(view.fields);
  const rows: Row[] = [
    { name: "seats", icon: "users", label: t`Seats`, dialog: SeatsDialog, fields: ["capacity", "waitlist", "waitlistRule"] },
    { name: "plusOnes", icon: "user-plus", label: t`Plus-ones`, dialog: PlusOnesDialog, fields: ["plusOnesAllowed"] },
    { name: "deadline", icon: "clock", label: t`Deadline to answer`, dialog: DeadlineDialog, fields: ["answersClose"] },
    { name: "visibility", icon: "lock", label: t`Visibility`, dialog: AccessDialog, fields: ["visibility"] },
    { name: "guestList", icon: "eye", label: t`Guest list`, dialog: GuestListDialog, fields: ["guestListFor"] },
    { name: "chat", icon: "chat", label: t`Conversation`, dialog: ChatDialog, fields: ["chat"] },
  ];
  return (
    <section className="option-rows" aria-labelledby="editor-options">
      <h2 id="editor-options">{t`Options`}</h2>
      <ul role="list">
        {rows.map(({ name, icon, label, dialog: Opened, fields }) => (
          <li key={name}>
            <button type="button" className="option-row" aria-haspopup="dialog" onClick={() => setOpened(name)}>
              <Icon name={icon} />
              <span>
                <span className="option-label">{label}</span>
                <span className="option-value">{labels[name]}</span>
              </span>
              <Icon name="chevron-right" />
            </button>
            {fields.map((field) => (
              <OptionConflict key={field} field={field} option={name} />
            ))}
            {opened === name && <Opened onClose={() => setOpened(null)} />}
          </li>
        ))}
        {view.created && (
          <li>
            <Link href={`/e/${store.eventId}/settings`} className="option-row">
              <Icon name="settings" />
              <span>
                <span className="option-label">{t`Settings`}</span>
                <span className="option-value">{t`Share link, co-hosts, duplicate, cancel`}</span>
              </span>
              <Icon name="chevron-right" />
            </Link>
          </li>
        )}
      </ul>
    </section>
  );
}

function OptionConflict({ field, option }: { field: FieldName; option: OptionName }) {
  const { view } = useEditor();
  const words = useOptionWords();
  const contested = useField(field);
  return <ConflictNote<DraftFields[FieldName]> field={contested} show={(value) => words({ ...view.fields, [field]: value })[option]} />;
}
