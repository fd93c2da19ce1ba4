import { useLingui } from "@lingui/react/macro";
import { Page } from "../../ui/page.tsx";
import { CoverField } from "./cover-field.tsx";
import { DescriptionField } from "./description-field.tsx";
import { EditorFoot } from "./editor-foot.tsx";
import { EditorNotices } from "./editor-notices.tsx";
import { OptionRows } from "./option-rows.tsx";
import { PlaceField } from "./place-field.tsx";
import { SaveState } from "./save-state.tsx";
import { TitleField } from "./title-field.tsx";
import { useEditor } from "./use-editor.ts";
import { WhenField } from "./when-field.tsx";
import "../event-facts.css";
import "../event-page.css";
import "./cover-dialog.css";
import "./editor.css";
import "./option-rows.css";

/** A form that looks like the event page. */
export function EditorScreen() {
  const { t } = useLingui();
  const { view } = useEditor();
  if (view.status === "cancelled") return <NoLongerEdited title={view.fields.title} />;
  const heading = view.created ? t`Edit the event` : t`New event`;
  return (
    <div className="event-frame">
      <Page title={view.fields.title.trim() || heading} width="full" bar={<SaveState />}>
        <h1 className="visually-hidden">{heading}</h1>
        <div className="event-layout editor">
          <div className="event-main">
            <CoverField />
            <EditorNotices />
            <TitleField autoFocus={!view.created} />
            <div className="editor-facts">
              <WhenField />
              <PlaceField />
            </div>
            <DescriptionField />
          </div>
          <OptionRows />
        </div>
        <EditorFoot />
      </Page>
    </div>
  );
}

/** A cancelled event is read-only, and offers to duplicate it. */
function NoLongerEdited({ title }: { title: string }) {
  return (
    <Page title={title}>
      <h1 dir="auto">{title}</h1>
      <EditorNotices />
    </Page>
  );
}
