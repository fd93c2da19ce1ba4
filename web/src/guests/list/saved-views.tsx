import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icons.tsx";
import { TextInput } from "../../ui/input.tsx";
import { forgetView, isSameView, keepView, keptViews, MAX_VIEW_NAME, MAX_VIEWS, type ListView } from "./kept-views.ts";
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
  const current = views.find((one) => isSameView(one, view));
  const mayKeep = !isWhole && current === undefined && views.length < MAX_VIEWS;
  const name = naming?.trim() ?? "";
  const keep = () => {
    if (name === "") return;
    setViews(keepView(eventId, { ...view, name }));
    setNaming(null);
  };
  if (views.length === 0 && !mayKeep) return null;
  return (
    <div className="tally-filters" role="group" aria-label={t`Saved views`}>
      {views.map((one) => (
        <button key={one.name} type="button" className="tally-filter" aria-pressed={one === current} onClick={() => onChoose(one)}>
          <Icon name="filter" size={16} />
          <bdi>{one.name}</bdi>
        </button>
      ))}
      {mayKeep && (
        <Button look="plain" size="sm" icon="plus" aria-haspopup="dialog" onClick={() => setNaming("")}>
          <Trans>Save this view</Trans>
        </Button>
      )}
      {current && (
        <Button look="plain" size="sm" icon="x" onClick={() => setViews(forgetView(eventId, current.name))}>
          <Trans>Forget this view</Trans>
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
            <Field label={t`Name`} hint={t`Search, filter, tag and order, in this browser.`}>
              <TextInput value={naming} maxLength={MAX_VIEW_NAME} onChange={(event) => setNaming(event.currentTarget.value)} />
            </Field>
          </form>
        </Dialog>
      )}
    </div>
  );
}
