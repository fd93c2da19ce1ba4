import { useLingui } from "@lingui/react/macro";
import { type ReactNode, Suspense, useRef } from "react";
import { answerOf, owesAnswers } from "@turnout/contract/answer-of";
import type { Answer } from "@turnout/contract/guests";
import { useSession } from "../../accounts/session.ts";
import { useGuestRefusalWords } from "../../api/use-guest-refusal-words.ts";
import { phaseOf } from "@turnout/contract/event-phase";
import { isStillAsked } from "@turnout/contract/still-asked";
import { plusOnesFor } from "@turnout/contract/party-fit";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { draftAgain, draftOf, questionsOf } from "./answer-draft.ts";
import { AnswerForm } from "./answer-form.tsx";
import { AnswerQuestion } from "./answer-question.tsx";
import { AnswerStatus } from "./answer-status.tsx";
import { RefusalNote } from "./refusal-note.tsx";
import type { GivenAnswer } from "./shown-answer.ts";
import { useAnswer } from "./use-answer.ts";
import { useAnswerDraft } from "./use-answer-draft.ts";
import { useNewSeat } from "./use-new-seat.ts";
import { useRoomBelow } from "./use-room-below.ts";
import "./answer-card.css";
import { later, onDemand } from "../../on-demand.ts";
import "./before-scripts.css";

const Celebration = later(() => import("./celebration.tsx"), "Celebration", { instead: () => null });

const NextSteps = onDemand(() => import("./next-steps.tsx"), "NextSteps");
const ConflictNote = onDemand(() => import("./conflict-note.tsx"), "ConflictNote");

/** Refusals that another input can resolve: the form opens again with everything that was typed. */
const mendable = [
  "name_required",
  "email_invalid",
  "invalid_input",
  "email_on_list",
  "too_many_plus_ones",
  "question_unanswered",
  "question_answer_invalid",
  "question_answers_long",
];

/** The answer card: on phones it stays at the bottom until the guest has answered, then it is one line. */
export function AnswerCard({ calendar, onSayHello }: { calendar: ReactNode; onSayHello: () => void }) {
  const { t } = useLingui();
  const snapshot = useEventSnapshot();
  const { me, details, viewer } = snapshot;
  const now = useNow();
  const phase = phaseOf(details, now);
  // After the deadline a guest on the list can still decline, so that hosts can count on the others.
  const onlyNo = phase === "closed" && me !== null;
  const answer = useAnswer();
  // Over, it asks for nothing any more, and stays out of the way.
  const isInline = viewer.class === "host" || phase === "over";
  const { account } = useSession();
  const words = useGuestRefusalWords();
  const { draft, open, openWith, ...begun } = useAnswerDraft(snapshot, { takesAll: phase === "open", onlyNo });
  const card = useRef<HTMLElement>(null);
  const [seat, putAway] = useNewSeat(me, card);
  useRoomBelow(card);

  const choose = (choice: Answer) => {
    const next = { ...(draft ?? draftOf(me, choice, account?.name)), answer: choice };
    const asksMore = plusOnesFor(snapshot) > 0 || questionsOf(snapshot, choice).length > 0;
    const needsNothing = me !== null && !open && (choice === "declined" || !asksMore);
    if (needsNothing) return void give({ answer: choice, plusOnes: [], note: me.note });
    openWith(next);
  };
  const give = async (given: GivenAnswer) => {
    begun.close();
    begun.settle();
    const reply = await answer.give(given);
    if (reply.type === "committed") begun.replied(draft, { draft: null, open: false });
    else if (reply.type === "refused") begun.replied(draft, { draft, open: mendable.includes(reply.code) });
  };
  const close = () => {
    begun.close();
    begun.settle();
    answer.dismiss();
    card.current?.focus();
  };
  const change = () => {
    if (answer.onItsWay) return openWith(draftAgain(answer.onItsWay, me));
    openWith(draftOf(me, onlyNo ? "declined" : (answerOf(me?.standing) ?? "going"), account?.name));
  };

  if (phase === "draft" || phase === "cancelled" || (phase !== "open" && !onlyNo && !answer.shown)) return null;
  if (viewer.wasRemoved)
    return (
      <section ref={card} className="answer-card">
        <p role="status">{words("removed_from_list")}</p>
      </section>
    );
  const refusal = answer.refusal ?? begun.refusal;
  const mode = open && draft ? "form" : answer.shown ? "status" : "asking";
  const mayChange = phase === "open" || (onlyNo && answer.shown?.standing !== "declined");
  const isWon = mode === "status" && seat !== null && answer.progress === "settled";
  return (
    <>
      <section
        ref={card}
        tabIndex={-1}
        className={`answer-card ${isInline ? "answer-card-inline" : ""} ${isWon && seat.offWaitlist ? "answer-card-won" : ""}`}
        data-mode={mode}
        aria-label={t`Your answer`}
      >
        {refusal && <RefusalNote refusal={refusal} retry={answer.retry} onInstead={(given) => void give(given)} />}
        {mode === "form" && draft && (
          <AnswerForm
            draft={draft}
            onChange={openWith}
            onSend={(given) => void give(given)}
            onCancel={close}
            refused={refusal}
            focus={begun.focus}
            onlyNo={onlyNo}
            onItsWay={answer.onItsWay}
          />
        )}
        {mode === "status" && answer.shown && (
          <AnswerStatus
            answer={answer.shown}
            progress={answer.progress}
            past={phase === "over"}
            offWaitlist={isWon && seat.offWaitlist}
            owes={phase === "open" && answer.progress === "settled" && me !== null && owesAnswers(me, snapshot.questions ?? [])}
            onChange={mayChange ? change : null}
          />
        )}
        {account && phase === "open" && (mode === "status" ? answer.shown?.standing : draft?.answer) !== "declined" && (
          <Suspense fallback={null}>
            <ConflictNote />
          </Suspense>
        )}
        {mode === "status" && (isWon || (!answer.onItsWay && isStillAsked(me!, details, now))) && (
          <Suspense fallback={null}>
            <NextSteps calendar={calendar} onSayHello={onSayHello} onClose={isWon ? putAway : null} onDecline={() => choose("declined")} />
          </Suspense>
        )}
        {mode === "asking" && <AnswerQuestion onChoose={choose} onlyNo={onlyNo} />}
      </section>
      <Suspense fallback={null}>{seat && <Celebration key={seat.times} />}</Suspense>
    </>
  );
}
