import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { Link, useLocation } from "wouter";
import { Icon } from "../ui/icons.tsx";
import { useUnread } from "./unread.ts";
import "./bell.css";

/** From here on the bell only says that there are more. */
const MOST = 99;

/** Leads to the notifications of the account, and shows how many are unread. */
export function Bell() {
  const { t } = useLingui();
  const [path] = useLocation();
  const unread = useUnread();
  useEffect(() => {
    const leaving = new AbortController();
    // Behind what the page needs first.
    void import("./watch-unread.ts").then(({ watchUnread }) => leaving.signal.aborted || watchUnread(path, leaving.signal)).catch(() => {});
    return () => leaving.abort();
  }, [path]);
  const label = unread > 0 ? t`Notifications: ${plural(unread, { one: "# unread", other: "# unread" })}` : t`Notifications`;
  return (
    <Link href="/notifications" className="icon-button bell" title={label} aria-label={label}>
      <Icon name="bell" />
      {unread > 0 && (
        <span className="bell-count" aria-hidden="true">
          {unread > MOST ? `${MOST}+` : unread}
        </span>
      )}
    </Link>
  );
}
