import { useLingui } from "@lingui/react/macro";
import type { Standing } from "@turnout/contract/guests";
import { Badge } from "../../ui/badge.tsx";
import type { IconName } from "../../ui/icons.tsx";

const looks: Record<Standing, { tone: "going" | "maybe" | "declined" | "waiting" | "neutral"; icon: IconName }> = {
  going: { tone: "going", icon: "check" },
  maybe: { tone: "maybe", icon: "question" },
  declined: { tone: "declined", icon: "x" },
  waiting: { tone: "waiting", icon: "clock" },
  none: { tone: "neutral", icon: "mail" },
};

/** The names of the five standings, for hosts. */
export function useStandingNames(): Record<Standing, string> {
  const { t } = useLingui();
  return { going: t`Going`, maybe: t`Maybe`, declined: t`Can't come`, waiting: t`Waitlist`, none: t`No answer yet` };
}

interface StandingProps {
  standing: Standing;
  isReachable?: boolean;
  /** Their invitation is held. */
  isHeld?: boolean;
  /** The last email to them did not arrive. */
  hasFailed?: boolean;
}

export function StandingBadge({ standing, isReachable = true, isHeld = false, hasFailed = false }: StandingProps) {
  const { t } = useLingui();
  const names = useStandingNames();
  // Without an address nothing was emailed: the host has to share the link.
  if (standing === "none" && !isReachable) return <Badge tone="neutral" icon="link">{t`No email: copy their link`}</Badge>;
  if (standing === "none" && isHeld) return <Badge tone="neutral" icon="clock">{t`Invitation waits`}</Badge>;
  if (standing === "none" && hasFailed) return <Badge tone="neutral" icon="alert">{t`Not delivered`}</Badge>;
  const { tone, icon } = looks[standing];
  return (
    <Badge tone={tone} icon={icon}>
      {names[standing]}
    </Badge>
  );
}
