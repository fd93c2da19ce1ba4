import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { BulletinPart } from "@turnout/contract/bulletins";
import { isOver } from "@turnout/contract/event-end";
import type { Question } from "@turnout/contract/questions";
import { useNow } from "../../events/use-now.ts";
import { useGuestTags } from "../../guests/list/use-guest-tags.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";

interface Props {
  part: BulletinPart | null;
  /** Guests who were selected in the list. */
  selected: readonly string[];
  onChoose: (part: BulletinPart | null) => void;
}

/** Chooses for which of the guests an email is: those who have come, have a tag, gave an answer, or were selected in the list. */
export function PartSelect({ part, selected, onChoose }: Props) {
  const { t } = useLingui();
  const { eventId, questions, details } = useEventSnapshot();
  const tags = useGuestTags(eventId);
  const words = usePartWords();
  const over = isOver(details, useNow());
  const asked = (questions ?? []).filter((question) => valuesOf(question).length > 0);
  const option = (one: BulletinPart) => (
    <option key={JSON.stringify(one)} value={JSON.stringify(one)}>
      {words(one)}
    </option>
  );
  return (
    <Field label={t`Of these`}>
      <Select
        value={part === null ? "" : JSON.stringify(part)}
        onChange={({ currentTarget: { value } }) => onChoose(value === "" ? null : (JSON.parse(value) as BulletinPart))}
      >
        <option value="">{t`Everybody`}</option>
        {selected.length > 0 && option({ guestIds: [...selected] })}
        {(!over || part?.came) && option({ came: true })}
        {option({ arrived: true })}
        {option({ arrived: false })}
        {details.askedFrom && option({ confirmed: false })}
        {details.askedFrom && option({ confirmed: true })}
        {tags.length > 0 && <optgroup label={t`Tag`}>{tags.map(({ tag }) => option({ tag }))}</optgroup>}
        {asked.map((question) => (
          <optgroup key={question.id} label={question.text}>
            {valuesOf(question).map((value) => option({ answer: { question: question.id, value } }))}
          </optgroup>
        ))}
      </Select>
    </Field>
  );
}

/** The answers to a question that can be chosen: of texts and numbers none. */
function valuesOf({ kind, options }: Question): (string | boolean)[] {
  return kind === "yesNo" ? [true, false] : options.map(({ id }) => id);
}

/** A question before its answer: "Bus?", "Food:". */
const beforeAnswer = (question: string) => (/[?:.!؟？]$/u.test(question) ? question : `${question}:`);

/** A part of the guests in words: "Tag Press", "Bus? Yes". */
export function usePartWords(): (part: BulletinPart) => string {
  const { t } = useLingui();
  const { questions } = useEventSnapshot();
  return ({ arrived, came, confirmed, tag, answer, guestIds }) => {
    const parts: string[] = [];
    if (arrived !== undefined) parts.push(arrived ? t`Who has come` : t`Who has not come`);
    if (came) parts.push(t`Who came, or was going if the door let nobody in`);
    if (confirmed !== undefined) parts.push(confirmed ? t`Who is going and confirmed` : t`Who is going and has not confirmed`);
    if (tag !== undefined) parts.push(t`Tag “${tag}”`);
    if (guestIds) parts.push(plural(guestIds.length, { one: "# selected guest", other: "# selected guests" }));
    if (answer) {
      const question = questions?.find(({ id }) => id === answer.question);
      const chosen = question?.options.find(({ id }) => id === answer.value)?.text ?? "";
      const yesOrNo = answer.value === true ? t`Yes` : t`No`;
      parts.push(`${beforeAnswer(question?.text ?? "")} ${typeof answer.value === "boolean" ? yesOrNo : chosen}`);
    }
    return parts.join(", ");
  };
}
