import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

interface Contested<Value> {
  theirs: { value: Value } | undefined;
  changedBy: string | undefined;
  resolve(choice: "mine" | "theirs"): void;
}

/** A conflict of two hosts in one field: shows the other's value, and sends nothing until this host has chosen. */
export function ConflictNote<Value>({ field, show }: { field: Contested<Value>; show: (value: Value) => ReactNode }) {
  const { t } = useLingui();
  const noteId = useId();
  if (!field.theirs) return null;
  const who = field.changedBy ?? t`Another host`;
  // A click on these keeps the cursor where it is.
  const stay = (event: { preventDefault(): void }) => event.preventDefault();
  const actions = (
    <span className="conflict-choices" onPointerDown={stay}>
      <Button size="sm" aria-describedby={noteId} onClick={() => field.resolve("theirs")}>
        <Trans>Take theirs</Trans>
      </Button>
      <Button size="sm" aria-describedby={noteId} onClick={() => field.resolve("mine")}>
        <Trans>Keep mine</Trans>
      </Button>
    </span>
  );
  return (
    <Notice tone="warning" title={t`${who} changed this at the same time`} action={actions} live>
      <p id={noteId} className="conflict-theirs">
        <Trans>Theirs:</Trans> {show(field.theirs.value)}
      </p>
    </Notice>
  );
}
