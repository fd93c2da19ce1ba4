import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { isChoice, type Question } from "@turnout/contract/questions";

/** How many people who come, or might, have given an answer. */
export interface AnswerCount {
  question: string;
  answer: string;
  going: number;
  maybe: number;
}

/** "7 vegetarian": what guests have answered to a question. */
export function QuestionTally({ question, counts }: { question: Question; counts: readonly AnswerCount[] }) {
  const { t } = useLingui();
  const own = counts.filter((count) => count.question === question.id);
  const of = (answer: string) => own.find((count) => count.answer === answer) ?? { going: 0, maybe: 0 };
  const lines = isChoice(question.kind)
    ? question.options.map(({ id, text, archived = false }) => ({
        id,
        text,
        archived,
        isShown: !archived || of(id).going + of(id).maybe > 0,
      }))
    : question.kind === "yesNo"
      ? [
          { id: "true", text: t`Yes`, archived: false, isShown: true },
          { id: "false", text: t`No`, archived: false, isShown: true },
        ]
      : [];
  const { going, maybe } = of("answered");
  if (lines.length === 0)
    return (
      <p className="muted">
        {question.kind === "number" ? (
          <Trans>
            {of("sum").going} in all · <Plural value={going} one="# answer" other="# answers" />
          </Trans>
        ) : (
          <Plural value={going + maybe} one="# answer" other="# answers" />
        )}
      </p>
    );
  return (
    <ul role="list" className="question-tally">
      {lines
        .filter(({ isShown }) => isShown)
        .map(({ id, text, archived }) => (
          <li key={id}>
            <b className="tabular">{of(id).going}</b> <span dir="auto">{text}</span>
            {of(id).maybe > 0 && (
              <span className="muted">
                {" "}
                <Trans>({of(id).maybe} maybe)</Trans>
              </span>
            )}
            {archived && (
              <span className="muted">
                {" "}
                <Trans>(no longer offered)</Trans>
              </span>
            )}
          </li>
        ))}
    </ul>
  );
}
