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

/** Whether an image in a guest's invitation was loaded, where that is all one knows: it arrived, and nobody has opened the link or answered. */
export const showsMailOpened = (guest: Pick<ListedGuest, "mailOpened" | "opened" | "standing" | "delivery">, hasFailed: boolean): boolean =>
  guest.mailOpened === true &&
  guest.standing === "none" &&
  (guest.delivery === "sent" || guest.delivery === "delivered") &&
  !hasFailed &&
  !showsOpened(guest);

/**
 * How far the invitation of a guest got: the last email to them, and whether their link was opened. Nothing where that is unknown,
 * where there is no address, or where no email was needed for an answer.
 */
export function DeliveryNote({ isHeld, hasFailed, ...guest }: Props) {
  const { t } = useLingui();
  const { delivery: listed, email, standing } = guest;
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
  const hasOpened = showsOpened(guest) && !isProblem;
  const delivery = hasOpened ? "opened" : showsMailOpened(guest, hasFailed) ? "mailOpened" : mailed;
  if (delivery === undefined || isHeld || isNeedless || (email === null && delivery !== "revoked" && delivery !== "opened"))
    return <span className="guest-row-mail" />;
  return (
    <span className={`guest-row-mail muted ${quiet.has(delivery) ? "is-quiet" : "is-problem"}`}>
      <Icon name={icons[delivery]} size={14} />
      {names[delivery]}
    </span>
  );
}
