import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { showToast } from "../../ui/toast.ts";
import { asKept, type FieldName } from "./fields.ts";
import { goToProblem } from "./go-to-problem.ts";
import { problemsOf } from "./problems.ts";
import { useEditor } from "./use-editor.ts";

/** Changes that guests get a mail about, as the server decides it. */
const told: FieldName[] = ["starts", "ends", "zone", "place"];

/** Takes changes of a published event to the guests. When they will be mailed about it, it asks first. */
export function SaveButton() {
  const { t } = useLingui();
  const { store, view, attempt } = useEditor();
  const [asking, setAsking] = useState(false);
  const pending = view.saving === "sending";

  async function save() {
    setAsking(false);
    if (await store.save()) showToast(t`Saved. Guests see it now.`, { tone: "success" });
  }
  const ask = () => {
    const problems = problemsOf(asKept(view.fields));
    attempt();
    if (Object.keys(problems).length > 0) goToProblem(problems);
    else if (store.unsaved().some((field) => told.includes(field))) setAsking(true);
    else void save();
  };
  return (
    <>
      <Button look="primary" pending={pending} onClick={ask}>
        <Trans>Save</Trans>
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t`Tell the guests?`}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t`Not yet`}</Button>
            <Button look="primary" icon="mail" onClick={() => void save()}>{t`Save and tell them`}</Button>
          </>
        }
      >
        <p>
          <Trans>
            Time or place change. Guests who were invited or have answered get a mail about it, and their calendars are updated.
          </Trans>{" "}
          {view.seatsTaken > 0 && <Plural value={view.seatsTaken} one="# person is coming so far." other="# people are coming so far." />}
        </p>
      </Dialog>
    </>
  );
}
