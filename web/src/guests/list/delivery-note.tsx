import { useLingui } from "@lingui/react/macro";
import type { ListedGuest } from "@turnout/contract/guests";
import type { DeliveryState } from "@turnout/contract/invitations";
import { Icon, type IconName } from "../../ui/icons.tsx";

/** How far an invitation got. `opened`: beyond what emails say. */
type Reached = DeliveryState | "opened" | "mailOpened";

const icons: Record<Reached, IconName> = {
  notSent: "mail",
  queued: "clock",
  sent: "check",
  delivered: "check",
  delayed: "clock",
  failed: "alert",
  complained: "alert",
  revoked: "lock",
  opened: "eye",
  mailOpened: "mail",
};

/** Nothing is wrong with these, so that a phone has room for them only where the guest is opened. */
const quiet: ReadonlySet<Reached> = new Set(["notSent", "queued", "sent", "delivered", "opened", "mailOpened"]);

interface Props extends Pick<ListedGuest, "delivery" | "opened" | "mailOpened" | "email" | "standing"> {
  /** Their invitation is held, which the badge beside it says. */
  isHeld: boolean;
  hasFailed: boolean;
}

/** Whether somebody opened a guest's link, whatever became of emails. Who has answered or whose links are revoked is beyond that. */
export const showsOpened = ({ opened, standing, delivery }: Pick<ListedGuest, "opened" | "standing" | "delivery">): boolean =>
  opened === true && standing === "none" && delivery !== "revoked";

/**
 * How far the invitation of a guest got: the last email to them, and whether their link was opened. Nothing where that is unknown,
 * where there is no address, or where no email was needed for an answer.
 */
export function DeliveryNote({ delivery: listed, opened, mailOpened, email, standing, isHeld, hasFailed }: Props) {
  const { t } = useLingui();
  const names: Record<Reached, string> = {
    notSent: t`No email yet`,
    queued: t`On its way`,
    sent: t`Email sent`,
    delivered: t`Email delivered`,
    delayed: t`Delayed`,
    failed: t`Not delivered`,
    complained: t`Unwanted`,
    revoked: t`Links revoked`,
    opened: t`Link opened`,
    mailOpened: t`Email probably opened`,
  };
  const mailed = hasFailed && listed !== "complained" ? "failed" : listed;
  const isProblem = mailed !== undefined && mailed !== "revoked" && !quiet.has(mailed);
  const isNeedless = mailed === "notSent" && standing !== "none";
  const hasOpened = showsOpened({ opened, standing, delivery: listed }) && !isProblem;
  const hasOpenedMail = mailOpened === true && (mailed === "sent" || mailed === "delivered");
  const delivery = hasOpened ? "opened" : hasOpenedMail ? "mailOpened" : mailed;
  if (delivery === undefined || isHeld || isNeedless || (email === null && delivery !== "revoked" && delivery !== "opened"))
    return <span className="guest-row-mail" />;
  return (
    <span className={`guest-row-mail muted ${quiet.has(delivery) ? "is-quiet" : "is-problem"}`}>
      <Icon name={icons[delivery]} size={14} />
      {names[delivery]}
    </span>
  );
}
