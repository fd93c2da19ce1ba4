import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";
import "./empty-state.css";

/** A place with nothing in it yet: says what will be here and offers the next step. */
export function EmptyState({ icon, title, children, action }: { icon: IconName; title: ReactNode; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={32} />
      </span>
      <h3>{title}</h3>
      <p className="muted">{children}</p>
      {action && <div className="empty-action">{action}</div>}
    </div>
  );
}
