import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";
import "./empty-state.css";

type EmptyStateProps = { icon: IconName; title: ReactNode; children: ReactNode; action?: ReactNode; heading?: "h1" | "h2" | "h3" };

/** An empty list or page: what will be here, and the next step. Alone on a page its title is the page's (`h1`). */
export function EmptyState({ icon, title, children, action, heading: Heading = "h3" }: EmptyStateProps) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={32} />
      </span>
      <Heading>{title}</Heading>
      <p className="muted">{children}</p>
      {action && <div className="empty-action">{action}</div>}
    </div>
  );
}
