import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import type { Answer } from "@turnout/contract/guests";
import { useSession } from "../../accounts/session.ts";
import { phaseOf } from "../../events/event-phase.ts";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { AnswerChoice } from "./answer-choice.tsx";
import { draftFromAddress, draftOf } from "./answer-draft.ts";
import { AnswerForm, type Draft } from "./answer-form.tsx";
import { AnswerStatus } from "./answer-status.tsx";
import { Celebration } from "./celebration.tsx";
import { RefusalNote } from "./refusal-note.tsx";
import { answerOf, type GivenAnswer } from "./shown-answer.ts";
import { useAnswer } from "./use-answer.ts";
import { useNewSeat } from "./use-new-seat.ts";
import { useRoomBelow } from "./use-room-below.ts";
import "./answer-card.css";

/** Refusals that another word in the form can mend: it opens again with all that was typed. */
const mendable = ["name_required", "email_invalid", "invalid_input", "email_on_list", "too_many_plus_ones"];

/** The one thing this page is for: on phones it stays under the thumb until it is done, then it is one line. */
export function AnswerCard() {
  const { t } = useLingui();
  const { me, details, viewer } = useEventSnapshot();
  const phase = phaseOf(details, useNow());
  const answer = useAnswer();
  const isHost = viewer.class === "host";
  const { account } = useSession();
  const [draft, setDraft] = useState<Draft | null>(() => (phase === "open" ? draftFromAddress(me, location.search) : null));
  const [open, setOpen] = useState(draft !== null);
  const card = useRef<HTMLElement>(null);
  const celebrations = useNewSeat(me);
  useRoomBelow(card);

  const choose = (choice: Answer) => {
    const next = { ...(draft ?? draftOf(me, choice, account?.name)), answer: choice };
    const needsNothing = me !== null && !open && (choice === "declined" || details.plusOnesAllowed === 0);
    if (needsNothing) return void give({ answer: choice, plusOnes: [], note: me.note });
    setDraft(next);
    setOpen(true);
  };
  const give = async (given: GivenAnswer) => {
    setOpen(false);
    const reply = await answer.give(given);
    if (reply.type === "committed") setDraft(null);
    else if (reply.type === "refused") setOpen(mendable.includes(reply.code));
  };
  const close = () => {
    setOpen(false);
    answer.dismiss();
    card.current?.focus();
  };
  const change = () => {
    setDraft(draftOf(me, answerOf(answer.shown?.standing) ?? "going", account?.name));
    setOpen(true);
  };

  if (phase === "draft" || phase === "cancelled" || (phase !== "open" && !answer.shown)) return null;
  const mode = open && draft ? "form" : answer.shown ? "status" : "asking";
  return (
    <>
      <section
        ref={card}
        tabIndex={-1}
        className={`answer-card ${isHost ? "answer-card-host" : ""}`}
        data-mode={mode}
        aria-label={t`Your answer`}
      >
        {answer.refusal && (
          <RefusalNote refusal={answer.refusal} retry={() => void answer.retry()} onInstead={(given) => void give(given)} />
        )}
        {mode === "form" && draft && (
          <AnswerForm
            draft={draft}
            onChange={setDraft}
            onSend={(given) => void give(given)}
            onCancel={close}
            refusedCode={answer.refusal?.refusal ?? null}
          />
        )}
        {mode === "status" && answer.shown && (
          <AnswerStatus
            answer={answer.shown}
            sending={answer.sending}
            past={phase === "over"}
            onChange={phase === "open" ? change : null}
          />
        )}
        {mode === "asking" && (
          <>
            <header className="answer-ask">
              <h2>
                {isHost ? (
                  <Trans>Are you coming yourself?</Trans>
                ) : me ? (
                  <Trans>{me.name}, will you be there?</Trans>
                ) : (
                  <Trans>Will you be there?</Trans>
                )}
              </h2>
              {details.answersCloseAt && (
                <p className="muted">
                  <Trans>
                    Answers close <RelativeTime at={details.answersCloseAt} />
                  </Trans>
                </p>
              )}
            </header>
            <AnswerChoice value={null} onChoose={choose} />
          </>
        )}
      </section>
      {celebrations > 0 && <Celebration key={celebrations} />}
    </>
  );
}
