import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useTimeFormat } from "./relative-time.tsx";
import { Icon, type IconName } from "./icons.tsx";
import "./tones.css";
import "./badge.css";

type Tone = "neutral" | "going" | "maybe" | "declined" | "waiting" | "danger" | "accent";

/** One or two words about a thing's state. Colour is never the only sign. */
export function Badge({ tone = "neutral", icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`badge tone-${tone}`}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  );
}

/** The connection's state: a quiet event and a lost connection must not look the same. `since` is in ms. */
export function LiveBadge({ state, since }: { state: "live" | "catchingUp" | "polling" | "offline"; since: number | null }) {
  const { t } = useLingui();
  const time = useTimeFormat({ timeStyle: "short" });
  const clock = since === null ? "" : time.format(since);
  const words = {
    live: t`Live`,
    catchingUp: t`Catching up…`,
    polling: t`Updates every 30 s`,
    offline: since === null ? t`Offline` : t`Offline since ${clock}`,
  }[state];
  return (
    <span className={`live-badge live-${state}`}>
      <span className="live-dot" aria-hidden="true" />
      {words}
    </span>
  );
}
