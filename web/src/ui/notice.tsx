import type { ReactNode } from "react";
import { Icon } from "./icons.tsx";
import "./notice.css";

const icons = { info: "info", success: "check", warning: "alert", danger: "alert" } as const;
type NoticeProps = { tone?: keyof typeof icons; title?: ReactNode; children?: ReactNode; action?: ReactNode; live?: boolean };

/** A notice about the whole page or section. `live` when it appears by itself, so that it is announced. */
export function Notice({ tone = "info", title, children, action, live = false }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={live ? (tone === "danger" ? "alert" : "status") : undefined}>
      <Icon name={icons[tone]} />
      <div className="notice-text">
        {title && (
          <p className="notice-title" dir="auto">
            {title}
          </p>
        )}
        {children}
      </div>
      {action && <div className="notice-action">{action}</div>}
    </div>
  );
}
