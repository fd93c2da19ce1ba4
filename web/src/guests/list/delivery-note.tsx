import { useLingui } from "@lingui/react/macro";
import type { Standing } from "@turnout/contract/guests";
import type { DeliveryState } from "@turnout/contract/invitations";
import { Icon, type IconName } from "../../ui/icons.tsx";

const icons: Record<DeliveryState, IconName> = {
  notSent: "mail",
  queued: "clock",
  sent: "check",
  delayed: "clock",
  failed: "alert",
  complained: "alert",
  revoked: "lock",
};

/** Nothing is wrong with these, so that a phone has room for them only where the guest is opened. */
const quiet: ReadonlySet<DeliveryState> = new Set(["notSent", "queued", "sent"]);

interface Props {
  delivery?: DeliveryState | undefined;
  email: string | null;
  standing: Standing;
  /** Their invitation is held, which the badge beside it says. */
  isHeld: boolean;
  hasFailed: boolean;
}

/** How far the last email to a guest got; nothing where it is unknown, where there is no address, or where none was needed for an answer. */
export function DeliveryNote({ delivery: listed, email, standing, isHeld, hasFailed }: Props) {
  const { t } = useLingui();
  const names: Record<DeliveryState, string> = {
    notSent: t`No email yet`,
    queued: t`On its way`,
    sent: t`Email sent`,
    delayed: t`Delayed`,
    failed: t`Not delivered`,
    complained: t`Unwanted`,
    revoked: t`Links revoked`,
  };
  const delivery = hasFailed && listed !== "complained" ? "failed" : listed;
  const isNeedless = delivery === "notSent" && standing !== "none";
  if (delivery === undefined || isHeld || isNeedless || (email === null && delivery !== "revoked"))
    return <span className="guest-row-mail" />;
  return (
    <span className={`guest-row-mail muted ${quiet.has(delivery) ? "is-quiet" : "is-problem"}`}>
      <Icon name={icons[delivery]} size={14} />
      {names[delivery]}
    </span>
  );
}
