import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Notice } from "../../ui/notice.tsx";
import { showToast } from "../../ui/toast.ts";
import { goToProblem } from "./go-to-problem.ts";
import { problemsOf } from "./problems.ts";
import { publish } from "./send-edits.ts";
import { useEditor } from "./use-editor.ts";

/** Shows the event to guests, after saying to whom. Something missing is gone to instead. */
export function PublishButton() {
  const { store, attempt } = useEditor();
  const [asking, setAsking] = useState(false);
  const ask = () => {
    const problems = problemsOf(store.get().fields);
    attempt();
    if (Object.keys(problems).length === 0) setAsking(true);
    else goToProblem(problems);
  };
  return (
    <>
      <Button look="primary" size="lg" icon="sparkle" onClick={ask}>
        <Trans>Publish</Trans>
      </Button>
      {asking && <PublishDialog onClose={() => setAsking(false)} />}
    </>
  );
}

function PublishDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const words = useRefusalWords();
  const [, go] = useLocation();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const seen = {
    public: t`Everyone who has its address can open it and answer.`,
    link: t`People you invite can open it, and whoever has the share link.`,
    invited: t`Only people you invite can open it.`,
  }[view.fields.visibility];

  async function run() {
    setPending(true);
    setProblem(null);
    const isSaved = await store.save();
    const reply = isSaved ? await publish(store.eventId) : null;
    setPending(false);
    if (reply?.type === "refused") return setProblem(words(reply.code, reply.facts));
    if (reply?.type !== "committed") return setProblem(words(store.get().refused?.code ?? "offline"));
    showToast(t`It is out! Now invite people.`, {
      tone: "success",
      action: { label: t`Invite`, run: () => go(`/e/${store.eventId}/invite`) },
    });
    go(`/e/${store.eventId}`, { replace: true });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Publish “${view.fields.title.trim()}”?`}
      actions={
        <>
          <Button onClick={onClose}>{t`Not yet`}</Button>
          <Button look="primary" icon="sparkle" pending={pending} onClick={() => void run()}>{t`Publish`}</Button>
        </>
      }
    >
      <ul role="list" className="publish-points">
        <li>
          <Icon name="eye" /> <span>{seen}</span>
        </li>
        <li>
          <Icon name="mail" />{" "}
          <span>
            <Trans>Nothing is mailed yet: you invite people next, and see each mail before it goes.</Trans>
          </span>
        </li>
        <li>
          <Icon name="pencil" />{" "}
          <span>
            <Trans>You can change everything later. Guests get a mail only when time or place change.</Trans>
          </span>
        </li>
      </ul>
      {problem && <Notice tone="danger" title={problem} live />}
    </Dialog>
  );
}
