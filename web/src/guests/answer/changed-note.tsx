import { Trans, useLingui } from "@lingui/react/macro";
import type { RefObject } from "react";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { AnswerStatus } from "./answer-status.tsx";
import { shownAnswer } from "./shown-answer.ts";

type NoteProps = { keep: RefObject<HTMLButtonElement | null>; onKeep: () => void; onReplace: () => void };

/** Somebody else has answered while the form was open: both answers are on the table, and neither is lost by accident. */
export function ChangedNote({ keep, onKeep, onReplace }: NoteProps) {
  const { t } = useLingui();
  const { me } = useEventSnapshot();
  const answer = shownAnswer(me, null);
  return (
    <Notice tone="warning" live title={t`Your answer has been changed meanwhile`}>
      {answer ? (
        <AnswerStatus answer={answer} sending={false} past={false} onChange={null} />
      ) : (
        <p>
          <Trans>It was taken back: nothing is answered at the moment.</Trans>
        </p>
      )}
      <div className="changed-note-deeds">
        <Button ref={keep} size="sm" onClick={onKeep}>{t`Keep that answer`}</Button>
        <Button look="plain" size="sm" onClick={onReplace}>{t`Go on with mine`}</Button>
      </div>
    </Notice>
  );
}
