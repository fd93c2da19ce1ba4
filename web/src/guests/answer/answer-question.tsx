import { Trans } from "@lingui/react/macro";
import type { Answer } from "@turnout/contract/guests";
import { useEventSnapshot } from "../../live/use-event.ts";
import { AnswerChoice } from "./answer-choice.tsx";
import { AnswerDeadline } from "./answer-deadline.tsx";

/** Asks whether the reader comes, until when to answer, and offers the answers. */
export function AnswerQuestion({ onChoose, onlyNo }: { onChoose: (answer: Answer) => void; onlyNo: boolean }) {
  const { me, details, viewer } = useEventSnapshot();
  return (
    <>
      <header className="answer-ask">
        <h2>
          {viewer.class === "host" ? (
            <Trans>Are you going?</Trans>
          ) : me ? (
            <Trans>
              <bdi>{me.name}</bdi>, will you be there?
            </Trans>
          ) : (
            <Trans>Will you be there?</Trans>
          )}
        </h2>
        {!onlyNo && <AnswerDeadline details={details} />}
      </header>
      <AnswerChoice value={null} onChoose={onChoose} closed={onlyNo} />
    </>
  );
}
