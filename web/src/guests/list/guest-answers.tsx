import { Trans, useLingui } from "@lingui/react/macro";
import type { GuestCard } from "@turnout/contract/guests";
import { isAnswered, type AnswerValue, type Question } from "@turnout/contract/questions";
import { useEventSnapshot } from "../../live/use-event.ts";

/** What a guest has answered to the event's questions, those that are no longer asked too. */
export function GuestAnswers({ guest }: { guest: GuestCard }) {
  const { t } = useLingui();
  const { questions } = useEventSnapshot();
  const answers = guest.questionAnswers ?? {};
  const answered = (questions ?? []).filter(({ id }) => answers[id]?.some(isAnswered));
  if (answered.length === 0) return null;
  const nameOf = (person: number) => (person === 0 ? guest.name : guest.plusOnes[person - 1] || t`Person ${person + 1}`);
  return (
    <section aria-label={t`Answers to questions`}>
      <dl className="guest-answers">
        {answered.map((question) => (
          <div key={question.id}>
            <dt>
              <span dir="auto">{question.text}</span>{" "}
              {question.archived && (
                <span className="muted">
                  <Trans>(no longer asked)</Trans>
                </span>
              )}
            </dt>
            {answers[question.id]!.map((value, person) =>
              isAnswered(value) ? (
                <dd key={person}>
                  {question.perPerson && guest.partySize > 1 && <bdi className="muted">{nameOf(person)}: </bdi>}
                  <AnswerWords question={question} value={value!} />
                </dd>
              ) : null,
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}

function AnswerWords({ question, value }: { question: Question; value: AnswerValue }) {
  const { t } = useLingui();
  if (typeof value === "boolean") return value ? t`Yes` : t`No`;
  const textOf = (id: string) => question.options.find((option) => option.id === id)?.text ?? id;
  return <span dir="auto">{Array.isArray(value) ? value.map(textOf).join(", ") : textOf(String(value))}</span>;
}
