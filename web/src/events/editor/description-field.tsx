import { useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { MAX_DESCRIPTION } from "@turnout/contract/events";
import { SegmentedChoice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { Markup } from "../markup-view.tsx";
import { ConflictNote } from "./conflict-note.tsx";
import { FormatBar } from "./format-bar.tsx";
import { useField } from "./use-editor.ts";

const EXCERPT = 240;

/** The description in markup, and its preview. */
export function DescriptionField() {
  const { t } = useLingui();
  const description = useField("description");
  const field = useRef<HTMLTextAreaElement>(null);
  const [view, setView] = useState<"write" | "read">("write");
  const excerpt = (text: string) => (text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text);
  return (
    <section className="editor-description">
      <header>
        <h2>{t`About`}</h2>
        <SegmentedChoice
          legend={t`Description`}
          value={view}
          onChange={setView}
          options={[
            { value: "write", label: t`Write` },
            { value: "read", label: t`Preview`, disabled: description.value.trim() === "" },
          ]}
        />
      </header>
      {view === "read" ? (
        <Markup text={description.value} kind="description" />
      ) : (
        <>
          <FormatBar field={field} onChange={description.set} />
          <Field label={t`Description`} hideLabel>
            <TextArea
              ref={field}
              rows={6}
              value={description.value}
              maxLength={MAX_DESCRIPTION}
              placeholder={t`What will happen, what to bring, how to get there`}
              onChange={(event) => description.set(event.currentTarget.value)}
              {...description.focus}
            />
          </Field>
        </>
      )}
      <ConflictNote field={description} show={excerpt} />
    </section>
  );
}
