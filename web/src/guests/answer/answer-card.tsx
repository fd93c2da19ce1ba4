import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useLayoutEffect, useRef, useState } from "react";
import type { Answer } from "@turnout/contract/guests";
import { useSession } from "../../accounts/session.ts";
import { phaseOf } from "@turnout/contract/event-phase";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { readServerForm, removeServerForm } from "./server-form.ts";
import { AnswerChoice } from "./answer-choice.tsx";
import { AnswerDeadline } from "./answer-deadline.tsx";
import { draftBegun, draftFromAddress, draftOf, type Draft } from "./answer-draft.ts";
import { AnswerForm } from "./answer-form.tsx";
import { AnswerStatus } from "./answer-status.tsx";
import { NextSteps } from "./next-steps.tsx";
import { RefusalNote } from "./refusal-note.tsx";
import { answerOf, type GivenAnswer } from "./shown-answer.ts";
import { useAnswer } from "./use-answer.ts";
import { useNewSeat } from "./use-new-seat.ts";
import { useRoomBelow } from "./use-room-below.ts";
import "./answer-card.css";
import "./before-scripts.css";

const Celebration = lazy(async () => ({ default: (await import("./celebration.tsx")).Celebration }));

/** Refusals that another word in the form can mend: it opens again with all that was typed. */
const mendable = ["name_required", "email_invalid", "invalid_input", "email_on_list", "too_many_plus_ones"];

/** The one thing this page is for: on phones it stays under the thumb until it is done, then it is one line. */
export function AnswerCard({ onSayHello }: { onSayHello: () => void }) {
  const { t } = useLingui();
  const { me, details, viewer } = useEventSnapshot();
  const phase = phaseOf(details, useNow());
  // After the deadline a host counts on who has said yes: whoever is on the list can still say no.
  const onlyNo = phase === "closed" && me !== null;
  const answer = useAnswer();
  const isHost = viewer.class === "host";
  const { account } = useSession();
  const [begun] = useState(readServerForm);
  const [told, setTold] = useState(begun?.refusal ?? null);
  const [draft, setDraft] = useState<Draft | null>(() => {
    const asked = draftBegun(begun) ?? draftFromAddress(me, location.search, onlyNo);
    return phase === "open" || (onlyNo && asked?.answer === "declined") ? asked : null;
  });
  const [open, setOpen] = useState(draft !== null);
  const card = useRef<HTMLElement>(null);
  const [seat, putAway] = useNewSeat(me, card);
  useRoomBelow(card);
  useLayoutEffect(() => {
    return removeServerForm(() => {
      // What was chosen or typed while this card was being drawn, or by the press that was under way.
      const last = draftBegun(readServerForm());
      if (!last) return;
      setDraft((drawn) => (JSON.stringify(drawn) === JSON.stringify(last) ? drawn : last));
      setOpen(true);
    });
  }, []);

  const choose = (choice: Answer) => {
    const next = { ...(draft ?? draftOf(me, choice, account?.name)), answer: choice };
    const needsNothing = me !== null && !open && (choice === "declined" || details.plusOnesAllowed === 0);
    if (needsNothing) return void give({ answer: choice, plusOnes: [], note: me.note });
    setDraft(next);
    setOpen(true);
  };
  const give = async (given: GivenAnswer) => {
    setOpen(false);
    setTold(null);
    const reply = await answer.give(given);
    if (reply.type === "committed") setDraft(null);
    else if (reply.type === "refused") setOpen(mendable.includes(reply.code));
  };
  const close = () => {
    setOpen(false);
    setTold(null);
    answer.dismiss();
    card.current?.focus();
  };
  const change = () => {
    setDraft(draftOf(me, onlyNo ? "declined" : (answerOf(answer.shown?.standing) ?? "going"), account?.name));
    setOpen(true);
  };

  if (phase === "draft" || phase === "cancelled" || (phase !== "open" && !onlyNo && !answer.shown)) return null;
  const refusal = answer.refusal ?? (told && { refusal: told.code, facts: told.facts, words: told.words, input: draft });
  const mode = open && draft ? "form" : answer.shown ? "status" : "asking";
  const mayChange = phase === "open" || (onlyNo && answer.shown?.standing !== "declined");
  const isWon = mode === "status" && seat !== null && answer.progress === "settled";
  return (
    <>
      <section
        ref={card}
        tabIndex={-1}
        className={`answer-card ${isHost ? "answer-card-host" : ""} ${isWon && seat.offWaitlist ? "answer-card-won" : ""}`}
        data-mode={mode}
        aria-label={t`Your answer`}
      >
        {refusal && <RefusalNote refusal={refusal} retry={() => void answer.retry()} onInstead={(given) => void give(given)} />}
        {mode === "form" && draft && (
          <AnswerForm
            draft={draft}
            onChange={setDraft}
            onSend={(given) => void give(given)}
            onCancel={close}
            refusedCode={refusal?.refusal ?? null}
            focus={begun?.focus ?? null}
            onlyNo={onlyNo}
          />
        )}
        {mode === "status" && answer.shown && (
          <AnswerStatus
            answer={answer.shown}
            progress={answer.progress}
            past={phase === "over"}
            offWaitlist={isWon && seat.offWaitlist}
            onChange={mayChange ? change : null}
          />
        )}
        {isWon && <NextSteps onSayHello={onSayHello} onClose={putAway} />}
        {mode === "asking" && (
          <>
            <header className="answer-ask">
              <h2>
                {isHost ? (
                  <Trans>Are you coming yourself?</Trans>
                ) : me ? (
                  <Trans>
                    <bdi>{me.name}</bdi>, will you be there?
                  </Trans>
                ) : (
                  <Trans>Will you be there?</Trans>
                )}
              </h2>
              {phase === "open" && details.answersCloseAt && <AnswerDeadline at={details.answersCloseAt} />}
            </header>
            <AnswerChoice value={null} onChoose={choose} closed={onlyNo} />
          </>
        )}
      </section>
      <Suspense fallback={null}>{seat && <Celebration key={seat.times} />}</Suspense>
    </>
  );
}
