import { Trans } from "@lingui/react/macro";
import { type SubmitEvent, type ReactNode, useId } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { goToUnread } from "./go-to-problem.ts";

/** A dialog for one option: "Done" applies it, closing discards it. */
export function OptionDialog({
  title,
  onClose,
  onDone,
  children,
}: {
  title: string;
  onClose: () => void;
  onDone: () => void;
  children: ReactNode;
}) {
  const form = useId();
  const done = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (goToUnread(event.currentTarget)) return;
    onDone();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <Button look="primary" type="submit" form={form}>
          <Trans>Done</Trans>
        </Button>
      }
    >
      <form id={form} className="option-form" onSubmit={done}>
        {children}
      </form>
    </Dialog>
  );
}
