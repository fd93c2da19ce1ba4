import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment, useLayoutEffect, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icons.tsx";
import { TextInput } from "../../ui/input.tsx";
import { showToast } from "../../ui/toast.ts";
import { forgetView, isSameView, keepView, keptViews, MAX_VIEW_NAME, MAX_VIEWS, type KeptView, type ListView } from "./kept-views.ts";
import "./tally-filters.css";

interface Props {
  eventId: string;
  view: ListView;
  /** Whether nothing is filtered, so that there is nothing to keep. */
  isWhole: boolean;
  onChoose: (view: ListView) => void;
}

/** Searches and filters that a host comes back to, kept in this browser: each a press away. */
export function SavedViews({ eventId, view, isWhole, onChoose }: Props) {
  const { t } = useLingui();
  const [views, setViews] = useState(() => keptViews(eventId));
  const [naming, setNaming] = useState<string | null>(null);
  /** The view that was chosen last: what differs from it by now is likely to take its place. */
  const [last, setLast] = useState("");
  const current = views.find((one) => isSameView(one, view));
  const mayKeep = !isWhole && current === undefined && views.length < MAX_VIEWS;
  const name = naming?.trim() ?? "";
  const keep = () => {
    if (name === "") return;
    setViews(keepView(eventId, { ...view, name }));
    setLast(name);
    setNaming(null);
  };
  const choose = (one: KeptView) => {
    setLast(one.name);
    onChoose(one);
  };
  const forget = (one: KeptView) => {
    setViews(forgetView(eventId, one.name));
    const undo = { label: t`Undo`, run: () => setViews(keepView(eventId, one)) };
    showToast(t`Removed`, { tone: "success", action: undo });
  };
  useLayoutEffect(showChosen, [view.chosen, view.tag, current]);
  if (views.length === 0 && !mayKeep) return null;
  return (
    <div className="tally-filters" role="group" aria-label={t`Saved views`}>
      {views.map((one) => (
        <Fragment key={one.name}>
          <button type="button" className="tally-filter" aria-pressed={one === current} onClick={() => choose(one)}>
            <Icon name="filter" size={16} />
            <bdi>{one.name}</bdi>
          </button>
          {one === current && (
            <Button look="plain" size="sm" icon="x" onClick={() => forget(one)}>
              <Trans>Forget this view</Trans>
            </Button>
          )}
        </Fragment>
      ))}
      {mayKeep && (
        <Button
          look="plain"
          size="sm"
          icon="plus"
          aria-haspopup="dialog"
          onClick={() => setNaming(views.some((one) => one.name === last) ? last : "")}
        >
          <Trans>Save this view</Trans>
        </Button>
      )}
      {naming !== null && (
        <Dialog
          open
          onClose={() => setNaming(null)}
          title={t`Save this view`}
          actions={
            <Button look="primary" disabled={name === ""} onClick={keep}>
              <Trans>Save</Trans>
            </Button>
          }
        >
          <form onSubmit={(event) => (event.preventDefault(), keep())}>
            <Field
              label={t`Name`}
              hint={
                views.some((one) => one.name === name)
                  ? t`Takes the place of the view that has this name.`
                  : t`Search, filter, tag and order, in this browser.`
              }
            >
              <TextInput value={naming} maxLength={MAX_VIEW_NAME} onChange={(event) => setNaming(event.currentTarget.value)} />
            </Field>
          </form>
        </Dialog>
      )}
    </div>
  );
}

/** On a phone filters and views are rows that scroll: what is chosen in them comes into view, with what stands beside it. */
function showChosen() {
  for (const row of document.querySelectorAll(".tally-filters")) {
    const chosen = row.querySelector("[aria-pressed=true]");
    if (!chosen) continue;
    const [from, to] = [chosen, row].map((element) => element.getBoundingClientRect().left);
    row.scrollLeft += from! - to! - parseFloat(getComputedStyle(row).paddingLeft);
  }
}
