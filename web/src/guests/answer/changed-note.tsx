import { Trans, useLingui } from "@lingui/react/macro";
import type { RefObject } from "react";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { AnswerStatus } from "./answer-status.tsx";
import { shownAnswer } from "./shown-answer.ts";

type NoteProps = { keep: RefObject<HTMLButtonElement | null>; onKeep: () => void; onReplace: () => void };

/** The answer was changed elsewhere while the form was open: shows both, so that neither is lost by accident. */
export function ChangedNote({ keep, onKeep, onReplace }: NoteProps) {
  const { t } = useLingui();
  const { me } = useEventSnapshot();
  const answer = shownAnswer(me, null);
  return (
    <Notice tone="warning" live title={t`Your answer was changed in the meantime`}>
      {answer ? (
        <AnswerStatus answer={answer} progress="settled" past={false} onChange={null} />
      ) : (
        <p>
          <Trans>It was withdrawn, so you have no answer right now.</Trans>
        </p>
      )}
      <div className="changed-note-actions">
        <Button ref={keep} size="sm" onClick={onKeep}>{t`Use that answer`}</Button>
        <Button look="plain" size="sm" onClick={onReplace}>{t`Keep mine`}</Button>
      </div>
    </Notice>
  );
}
