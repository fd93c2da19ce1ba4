import { useLingui } from "@lingui/react/macro";
import { useSyncExternalStore } from "react";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icons.tsx";
import { dismissToast, holdToasts, releaseToasts, subscribeToToasts, toastsShown } from "./toast.ts";
import "./toasts.css";

const icons = { neutral: null, success: "check", danger: "alert" } as const;

/** Where toasts appear; once, at the root. The region is always there, or screen readers would miss the first one. */
export function Toasts() {
  const { t } = useLingui();
  const toasts = useSyncExternalStore(subscribeToToasts, toastsShown);
  return (
    <section
      className="toasts"
      aria-label={t`Notices`}
      aria-live="polite"
      onPointerEnter={holdToasts}
      onPointerLeave={releaseToasts}
      onFocus={holdToasts}
      onBlur={releaseToasts}
    >
      {toasts.map(({ id, text, tone, action }) => (
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
