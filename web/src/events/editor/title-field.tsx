import { useLingui } from "@lingui/react/macro";
import { MAX_TITLE } from "@turnout/contract/events";
import { FieldError } from "../../ui/field.tsx";
import { ConflictNote } from "./conflict-note.tsx";
import { useField } from "./use-editor.ts";
import { useProblemWords } from "./use-problem-words.ts";

/** The title, edited where guests will read it. */
export function TitleField({ autoFocus }: { autoFocus: boolean }) {
  const { t } = useLingui();
  const words = useProblemWords();
  const title = useField("title");
  const problem = words(title.problem);
  return (
    <div className="editor-title">
      <textarea
        id="event-title"
        rows={1}
        dir="auto"
        autoFocus={autoFocus}
        value={title.value}
        maxLength={MAX_TITLE}
        placeholder={t`What is the occasion?`}
        aria-label={t`Title`}
        aria-required="true"
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? "event-title-problem" : undefined}
        enterKeyHint="next"
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        onChange={(event) => title.set(event.currentTarget.value.replace(/\s*\n\s*/g, " "))}
        {...title.focus}
      />
      {problem && <FieldError id="event-title-problem">{problem}</FieldError>}
      <ConflictNote field={title} show={(value) => value} />
    </div>
  );
}
