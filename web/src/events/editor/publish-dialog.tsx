import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useEffect, useEffectEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { onDemand } from "../../on-demand.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Notice } from "../../ui/notice.tsx";
import { publish } from "./send-edits.ts";
import { isPast } from "./start-instant.ts";
import { useEditor } from "./use-editor.ts";

const LatePublishDialog = onDemand(() => import("./late-publish-dialog.tsx"), "LatePublishDialog");

/**
 * Names who will see the event, and publishes it. Confirmed before, it publishes at once and shows only a failure. A start in the past is
 * asked about first.
 */
export function PublishDialog({ isDecided, onClose }: { isDecided: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { view } = useEditor();
  const { run, pending, problem } = usePublish();
  const [isLate] = useState(() => isPast(view.fields));
  const begun = useRef(false);
  const begin = useEffectEvent(() => void run());
  useEffect(() => {
    if (!isDecided || isLate || begun.current) return;
    begun.current = true;
    begin();
  }, [isDecided, isLate]);
  const seen = {
    public: t`Anyone with the page's address can see it and answer.`,
    link: t`People you invite can see it, and anyone with the share link.`,
    invited: t`Only people you invite can see it.`,
  }[view.fields.visibility];

  const name = view.fields.title.trim();
  if (isLate)
    return (
      <Suspense>
        <LatePublishDialog name={name} pending={pending} problem={problem} onPublish={() => void run()} onClose={onClose} />
      </Suspense>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Publish “${name}”?`}
      actions={
        <>
          <Button onClick={onClose}>{t`Not yet`}</Button>
          <Button look="primary" icon="send" pending={pending} onClick={() => void run()}>{t`Publish`}</Button>
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
            <Trans>No emails go out yet. You invite people next, and see the email before it's sent.</Trans>
          </span>
        </li>
        <li>
          <Icon name="pencil" />{" "}
          <span>
            <Trans>You can change everything later. Guests are only emailed when the time or place changes.</Trans>
          </span>
        </li>
      </ul>
      {problem && <Notice tone="danger" title={problem} live />}
    </Dialog>
  );
}

function usePublish() {
  const { store } = useEditor();
  const words = useRefusalWords();
  const [, go] = useLocation();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function run() {
    setPending(true);
    setProblem(null);
    const isSaved = await store.save();
    const reply = isSaved ? await publish(store.eventId) : null;
    setPending(false);
    if (reply?.type === "refused") return setProblem(words(reply.code, reply.facts));
    if (reply?.type !== "committed") return setProblem(words(store.get().refused?.code ?? "offline"));
    go(`/e/${store.eventId}/published`, { replace: true });
  }
  return { run, pending, problem };
}
