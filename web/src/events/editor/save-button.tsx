import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MAX_CHANGE_NOTE } from "@turnout/contract/events";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { showToast } from "../../ui/toast.ts";
import type { Telling } from "./editor-store.ts";
import { asKept, type FieldName } from "./fields.ts";
import { goToProblem, goToRefusal, goToUnread } from "./go-to-problem.ts";
import { problemsOf } from "./problems.ts";
import { useEditor } from "./use-editor.ts";

/** Changes that guests get an email about, unless the host decides otherwise. */
const notifying: FieldName[] = ["starts", "ends", "zone", "place"];

/** Saves changes of a published event. When time or place change, it asks how guests are notified. */
export function SaveButton() {
  const { t } = useLingui();
  const { store, view, attempt } = useEditor();
  const [asking, setAsking] = useState(false);
  const pending = view.saving === "sending";

  async function save(how: Telling = {}) {
    setAsking(false);
    if (!(await store.save(how))) return goToRefusal();
    showToast(how.quietly ? t`Saved. Nobody was emailed.` : t`Saved. Guests see it now.`, { tone: "success" });
  }
  const ask = () => {
    const problems = problemsOf(asKept(view.fields));
    attempt();
    if (goToUnread()) return;
    if (Object.keys(problems).length > 0) goToProblem(problems);
    else if (store.unsaved().some((field) => notifying.includes(field))) setAsking(true);
    else void save();
  };
  return (
    <>
      <Button look="primary" pending={pending} onClick={ask}>
        <Trans>Save</Trans>
      </Button>
      <TellDialog open={asking} onClose={() => setAsking(false)} onSave={(how) => void save(how)} seatsTaken={view.seatsTaken} />
    </>
  );
}

type TellDialogProps = { open: boolean; onClose: () => void; onSave: (how: Telling) => void; seatsTaken: number };

function TellDialog({ open, onClose, onSave, seatsTaken }: TellDialogProps) {
  const { t } = useLingui();
  const [note, setNote] = useState("");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t`Notify your guests?`}
      actions={
        <>
          <Button onClick={() => onSave({ quietly: true })}>{t`Save without notifying`}</Button>
          <Button look="primary" icon="mail" onClick={() => onSave({ note: note.trim() })}>{t`Save and notify guests`}</Button>
        </>
      }
    >
      <p>
        <Trans>The time or place changed. We can email everyone you invited what’s new and what it was before.</Trans>{" "}
        {seatsTaken > 0 && <Plural value={seatsTaken} one="# person is coming so far." other="# people are coming so far." />}
      </p>
      <Field label={t`Add a note`} optional={t`optional`}>
        <TextArea value={note} maxLength={MAX_CHANGE_NOTE} onChange={(event) => setNote(event.currentTarget.value)} />
      </Field>
      <p className="muted">
        <Trans>Calendars that follow this event update either way.</Trans>
      </p>
    </Dialog>
  );
}
