import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useLingui } from "@lingui/react/macro";
import { Button, IconButton } from "./button.tsx";
import "./dialog.css";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  startAt?: "field" | "title";
};

/** A task that wants all attention; a sheet from below on phones. Esc, the backdrop and the cross close it, and focus goes back. */
export function Dialog({ open, onClose, title, children, actions, wide = false, startAt = "field" }: DialogProps) {
  const { t } = useLingui();
  const titleId = useId();
  const dialog = useModal(open, startAt);
  if (!open) return null;

  return (
    <dialog
      ref={dialog}
      className={`dialog ${wide ? "dialog-wide" : ""}`}
      aria-labelledby={titleId}
      onClose={onClose}
      onPointerDown={(press) => press.target === press.currentTarget && onClose()}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={titleId} dir="auto" tabIndex={startAt === "title" ? -1 : undefined}>
            {title}
          </h2>
          <IconButton icon="x" label={t`Close`} onClick={onClose} />
        </header>
        <div className="dialog-content">{children}</div>
        {actions && <footer className="dialog-actions">{actions}</footer>}
      </div>
    </dialog>
  );
}

type ConfirmProps = {
  open: boolean;
  onCancel: () => void;
  onConfirm: () => void;
  title: ReactNode;
  children: ReactNode;
  confirmLabel: string;
  pending?: boolean;
  danger?: boolean;
};

/** Asks before something that cannot be undone. `confirmLabel` names the deed ("Remove Lin"), never "OK". */
export function ConfirmDialog({ open, onCancel, onConfirm, title, children, confirmLabel, pending = false, danger = true }: ConfirmProps) {
  const { t } = useLingui();
  const actions = (
    <>
      <Button onClick={onCancel}>{t`Keep as it is`}</Button>
      <Button look={danger ? "danger" : "primary"} pending={pending} onClick={onConfirm}>
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onClose={onCancel} title={title} actions={actions}>
      {children}
    </Dialog>
  );
}

/** Closing by unmounting loses the browser's own focus return, so it is done by hand. */
function useModal(open: boolean, startAt: "field" | "title") {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (!open) return;
    const before = document.activeElement;
    dialog.current?.showModal();
    (startAt === "title" ? dialog.current!.querySelector<HTMLElement>("h2") : startOf(dialog.current!))?.focus();
    // Only once the dialog is gone: while it is there, nothing outside of it takes the focus.
    return () => queueMicrotask(() => before instanceof HTMLElement && before.isConnected && before.focus());
  }, [open, startAt]);
  return dialog;
}

/** The first field, but not where that raises a keyboard over the sheet; else the first deed, which in a question is to keep things as they are. */
function startOf(dialog: HTMLDialogElement) {
  const field =
    matchMedia("(pointer: fine)").matches && dialog.querySelector<HTMLElement>(".dialog-content :is(input, select, textarea):enabled");
  return field || dialog.querySelector<HTMLElement>(".dialog-actions button");
}
