import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { MAX_QUESTIONS, type Question } from "@turnout/contract/questions";
import { api, replyOf } from "../../api/client.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { useHostCommand } from "../settings/use-host-command.ts";
import { isAsked, newQuestion, withoutArchive } from "./draft-question.ts";
import { QuestionDialog } from "./question-dialog.tsx";
import { QuestionTally, type AnswerCount } from "./question-tally.tsx";
import { useQuestionTallies } from "./use-question-tallies.ts";
import { useKindWords, useReadyQuestions } from "./use-question-words.ts";
import "./questions.css";

/** What guests are asked beside the answer, what they have answered, and all that hosts change of it. */
export function QuestionList() {
  const { t } = useLingui();
  const { eventId, details, questions } = useEventSnapshot();
  const [edited, setEdited] = useState<{ question: Question; before: Question | null } | null>(null);
  const ready = useReadyQuestions();
  const tallies = useQuestionTallies(eventId);
  const edit = useHostCommand(
    "editQuestions",
    (body) => replyOf(api.PUT("/api/events/{eventId}/questions", { params: { path: { eventId } }, body })),
    t`Saved`,
  );
  const save = async (question: Question) => {
    if (await edit.run({ questions: [question] })) setEdited(null);
  };
  const asked = questions.filter(isAsked);
  const archived = questions.filter((question) => !isAsked(question));
  const isFull = asked.length >= MAX_QUESTIONS;
  const isReady = details.status !== "cancelled";
  return (
    <>
      <Card aria-labelledby="questions-asked">
        <h2 id="questions-asked">{t`What guests are asked`}</h2>
        {asked.length === 0 && (
          <p className="muted">
            <Trans>Nothing yet. Guests see your questions when they say that they come.</Trans>
          </p>
        )}
        <Rows
          questions={asked}
          counts={tallies.data?.counts}
          actions={(question, at) =>
            isReady && (
              <>
                <IconButton
                  icon="chevron-up"
                  label={t`Move “${question.text}” up`}
                  disabled={at === 0}
                  onClick={() => void edit.run({ questions: [question, asked[at - 1]!] })}
                />
                <IconButton
                  icon="chevron-down"
                  label={t`Move “${question.text}” down`}
                  disabled={at === asked.length - 1}
                  onClick={() => void edit.run({ questions: [asked[at + 1]!, question] })}
                />
                <IconButton icon="pencil" label={t`Edit “${question.text}”`} onClick={() => setEdited({ question, before: question })} />
                <IconButton
                  icon="trash"
                  label={t`No longer ask “${question.text}”`}
                  onClick={() => void edit.run({ questions: [{ ...question, archived: true }] })}
                />
              </>
            )
          }
        />
        {isReady && (
          <div className="questions-add">
            <Button look="primary" icon="plus" disabled={isFull} onClick={() => setEdited({ question: newQuestion(), before: null })}>
              <Trans>Add a question</Trans>
            </Button>
            {ready.map(({ label, make }) => (
              <Button key={label} size="sm" icon="plus" disabled={isFull} onClick={() => setEdited({ question: make(), before: null })}>
                {label}
              </Button>
            ))}
          </div>
        )}
      </Card>
      {archived.length > 0 && (
        <Card aria-labelledby="questions-archived">
          <h2 id="questions-archived">{t`No longer asked`}</h2>
          <p className="muted">
            <Trans>What guests have answered stays here and in their details.</Trans>
          </p>
          <Rows
            questions={archived}
            counts={tallies.data?.counts}
            actions={(question) =>
              isReady && (
                <Button size="sm" disabled={isFull} onClick={() => void edit.run({ questions: [withoutArchive(question)] })}>
                  <Trans>Ask again</Trans>
                </Button>
              )
            }
          />
        </Card>
      )}
      {edited && (
        <QuestionDialog
          {...edited}
          isFixed={edited.before !== null && details.status !== "draft"}
          pending={edit.pending}
          onSave={(question) => void save(question)}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

type RowsProps = { questions: Question[]; counts: AnswerCount[] | undefined; actions: (question: Question, at: number) => ReactNode };

function Rows({ questions, counts, actions }: RowsProps) {
  const { t } = useLingui();
  const kinds = useKindWords();
  const about = ({ kind, required, perPerson, asksMaybe }: Question) =>
    [kinds[kind], perPerson && t`for each person`, required && t`needed`, asksMaybe && t`also with maybe`].filter(Boolean).join(" · ");
  return (
    <ol role="list" className="questions">
      {questions.map((question, at) => (
        <li key={question.id}>
          <div className="questions-text">
            <h3 dir="auto">{question.text}</h3>
            <p className="muted">{about(question)}</p>
            {counts && <QuestionTally question={question} counts={counts} />}
          </div>
          <div className="questions-actions">{actions(question, at)}</div>
        </li>
      ))}
    </ol>
  );
}
