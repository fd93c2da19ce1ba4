import { useLingui } from "@lingui/react/macro";
import { useEffect, useId, useRef, useSyncExternalStore } from "react";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icons.tsx";
import { dismissToast, holdToasts, releaseToasts, subscribeToToasts, toastsShown } from "./toast.ts";
import "./toasts.css";

const icons = { neutral: null, success: "check", danger: "alert" } as const;

let openDialogs: readonly string[] = [];
const listeners = new Set<() => void>();

/**
 * Where toasts appear: at the root, and in each open dialog, for what is outside of a modal dialog can be neither pressed nor
 * heard. Only the topmost shows them. The region is there before its first toast, or screen readers would miss that one.
 */
export function Toasts({ inDialog = false }: { inDialog?: boolean }) {
  const { t } = useLingui();
  const toasts = useSyncExternalStore(subscribeToToasts, toastsShown);
  const isTopmost = useTopmost(inDialog);
  const region = useRef<HTMLElement>(null);
  // A toast, or the dialog around it, takes the focus with it when it goes, and React tells of no blur and no leave then.
  useEffect(() => {
    if (!region.current?.contains(document.activeElement)) releaseToasts("focus");
  }, [toasts]);
  useEffect(
    () => () => {
      releaseToasts("pointer");
      releaseToasts("focus");
    },
    [isTopmost],
  );
  return (
    <section
      ref={region}
      className="toasts"
      hidden={!isTopmost}
      aria-label={t`Notices`}
      aria-live="polite"
      onPointerEnter={() => holdToasts("pointer")}
      onPointerLeave={() => releaseToasts("pointer")}
      onFocus={() => holdToasts("focus")}
      onBlur={() => releaseToasts("focus")}
    >
      {(isTopmost ? toasts : []).map(({ id, text, tone, action }) => (
        <div key={id} className={`toast toast-${tone}`}>
          {icons[tone] && <Icon name={icons[tone]} />}
          <span className="toast-text" dir="auto">
            {text}
          </span>
          {action && (
            <Button
              look="plain"
              size="sm"
              onClick={() => {
                dismissToast(id);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton icon="x" label={t`Dismiss`} onClick={() => dismissToast(id)} />
        </div>
      ))}
    </section>
  );
}

function useTopmost(inDialog: boolean): boolean {
  const id = useId();
  const topmost = useSyncExternalStore(subscribe, () => openDialogs.at(-1));
  useEffect(() => {
    if (!inDialog) return;
    show([...openDialogs, id]);
    return () => show(openDialogs.filter((one) => one !== id));
  }, [inDialog, id]);
  return topmost === (inDialog ? id : undefined);
}

function show(next: readonly string[]) {
  openDialogs = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
