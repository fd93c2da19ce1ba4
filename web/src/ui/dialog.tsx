import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useLingui } from "@lingui/react/macro";
import { Button, IconButton } from "./button.tsx";
import { Toasts } from "./toasts.tsx";
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

/**
 * A modal dialog; a sheet from below on phones. Esc, the cross and a press beside it close it, and the focus returns. Once something was
 * entered, a press beside it does nothing: it would be lost.
 */
export function Dialog({ open, onClose, title, children, actions, wide = false, startAt = "field" }: DialogProps) {
  const { t } = useLingui();
  const titleId = useId();
  const { dialog, onInput, hasInput } = useModal(open, startAt);
  if (!open) return null;

  return (
    <dialog
      ref={dialog}
      className={`dialog ${wide ? "dialog-wide" : ""}`}
      aria-labelledby={titleId}
      onClose={onClose}
      // Whoever has it open decides, and may ask first. (A file input's "cancel" bubbles.)
      onCancel={(event) => event.target === event.currentTarget && (event.preventDefault(), onClose())}
      onInput={onInput}
      onPointerDown={(press) => press.target === press.currentTarget && !hasInput() && onClose()}
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
      <Toasts inDialog />
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

/** Asks before something that cannot be undone. `confirmLabel` names the action ("Remove Lin"), never "OK". */
export function ConfirmDialog({ open, onCancel, onConfirm, title, children, confirmLabel, pending = false, danger = true }: ConfirmProps) {
  const { t } = useLingui();
  const actions = (
    <>
      <Button onClick={onCancel}>{t`Cancel`}</Button>
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

/** Closing by unmounting loses the browser's own focus return, so this restores it. */
function useModal(open: boolean, startAt: "field" | "title") {
  const dialog = useRef<HTMLDialogElement>(null);
  const before = useRef<HTMLElement | null>(null);
  /** Whether something was entered since it opened. */
  const wasEntered = useRef(false);
  useLayoutEffect(() => {
    if (!open) return;
    wasEntered.current = false;
    const element = dialog.current!;
    before.current ??= document.activeElement as HTMLElement | null;
    element.showModal();
    (startAt === "title" ? element.querySelector<HTMLElement>("h2") : startOf(element))?.focus();
    // Only once the dialog is gone: until then, nothing outside of it can get the focus.
    return () =>
      queueMicrotask(() => {
        if (element.isConnected) return;
        giveBack(before.current);
        before.current = null;
      });
  }, [open, startAt]);
  // Browsers close it at a second Esc, whatever the page says; it may be open still, behind a question.
  useLayoutEffect(() => {
    if (open && !dialog.current!.open) dialog.current!.showModal();
  });
  return { dialog, onInput: () => void (wasEntered.current = true), hasInput: () => wasEntered.current };
}

/** What shows only while its surroundings have the focus, such as the buttons of a message, leaves it to those. */
function giveBack(before: HTMLElement | null) {
  before?.focus();
  if (document.activeElement !== before) before?.parentElement?.closest<HTMLElement>("[tabindex]")?.focus();
}

/** The first field, but not where that raises a keyboard over the sheet; else the first action, which in a confirmation is Cancel. */
function startOf(dialog: HTMLDialogElement) {
  const field =
    matchMedia("(pointer: fine)").matches && dialog.querySelector<HTMLElement>(".dialog-content :is(input, select, textarea):enabled");
  return field || dialog.querySelector<HTMLElement>(".dialog-actions button");
}
