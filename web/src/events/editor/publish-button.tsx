import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { takeErrand } from "../../accounts/errand.ts";
import { Button } from "../../ui/button.tsx";
import { goToProblem, goToUnread } from "./go-to-problem.ts";
import { problemsOf } from "./problems.ts";
import { PublishDialog } from "./publish-dialog.tsx";
import { draftAddress, useAskForAccount } from "./use-ask-for-account.ts";
import { useEditor } from "./use-editor.ts";

/** Publishes the event, after a confirmation. With a problem it focuses that instead; without an account, it asks for one. */
export function PublishButton() {
  const { store, view, attempt } = useEditor();
  const askForAccount = useAskForAccount(store.eventId);
  const [asking, setAsking] = useState<"asking" | "decided" | null>(null);
  const press = () => {
    const problems = problemsOf(store.get().fields);
    attempt();
    if (goToUnread()) return;
    if (Object.keys(problems).length > 0) goToProblem(problems);
    else if (view.local) askForAccount("publishDraft");
    else setAsking("asking");
  };
  // Clicked before there was an account: it is not asked again. Of two tabs, one takes the errand, so it is taken in an
  // effect, which React runs once.
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect
    if (!view.local && takeErrand(draftAddress(store.eventId), "publishDraft")) setAsking("decided");
  }, [store, view.local]);
  return (
    <>
      <Button look="primary" size="lg" icon="send" onClick={press}>
        <Trans>Publish</Trans>
      </Button>
      {asking && <PublishDialog isDecided={asking === "decided"} onClose={() => setAsking(null)} />}
    </>
  );
}

/** For a draft that only this browser has: saving it needs an account. */
export function SaveDraftButton() {
  const { t } = useLingui();
  const { store } = useEditor();
  const askForAccount = useAskForAccount(store.eventId);
  return (
    <Button size="lg" disabled={store.unsaved().length === 0} onClick={() => goToUnread() || askForAccount("saveDraft")}>
      {t`Save draft`}
    </Button>
  );
}
