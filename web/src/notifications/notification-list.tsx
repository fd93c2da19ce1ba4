import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useState } from "react";
import { Link } from "wouter";
import { saidToKinds, type Notification } from "@turnout/contract/notifications";
import { api, read } from "../api/client.ts";
import { NOTIFIED } from "../live/notified.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { listOfNames } from "../ui/list-of-names.ts";
import { LoadFailed } from "../ui/load-failed.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChoicesCard } from "./choices-card.tsx";
import { groupNotifications, type NotificationGroup } from "./group-notifications.ts";
import { useNotificationWords } from "./notification-words.tsx";
import { showUnread, useUnread } from "./unread.ts";
import "./notification-list.css";

/** The account's notifications, the newest first. */
export function NotificationList() {
  const { t } = useLingui();
  const { list, failed, load, markRead } = useNotifications();
  const isAnyUnread = list?.some(({ isRead }) => !isRead) ?? false;
  return (
    <Page title={t`Notifications`}>
      <PageHead
        title={t`Notifications`}
        actions={isAnyUnread && <Button icon="check" onClick={() => void markRead(list!)}>{t`Mark all as read`}</Button>}
      />
      {failed && <Failed onRetry={load} />}
      {!list && !failed && <Waiting />}
      {list?.length === 0 && (
        <EmptyState icon="bell" title={t`Nothing new`} heading="h2">
          <Trans>Answers to your events, changes and replies to your messages show up here.</Trans>
        </EmptyState>
      )}
      {list && list.length > 0 && (
        <ul className="notifications" aria-label={t`Notifications`}>
          {groupNotifications(list).map((group) => (
            <Line key={group.at(-1)!.id} group={group} onRead={() => void markRead(group)} />
          ))}
        </ul>
      )}
      <ChoicesCard />
    </Page>
  );
}

function Line({ group, onRead }: { group: NotificationGroup; onRead: () => void }) {
  const { t } = useLingui();
  const words = useNotificationWords();
  const [first] = group;
  const { title } = first;
  const line = words.line(group);
  return (
    <li className={`notification ${first.isRead ? "" : "notification-unread"}`}>
      <div className="notification-words">
        <Link href={pageOf(first)} dir="auto" onClick={onRead}>
          {line}
        </Link>
        {!first.isRead && <span className="visually-hidden">{t`Unread`}</span>}
        {group.length > 1 && <Names group={group} />}
        {first.excerpt && (
          <p className="notification-excerpt" dir="auto">
            {first.excerpt}
          </p>
        )}
        <p className="muted notification-why">
          <RelativeTime at={first.at} /> · {words.why(first)}{" "}
          <Link href={`/notifications?event=${first.eventId}`} aria-label={t`Change what ${title} notifies you of`}>
            {t`Change`}
          </Link>
        </p>
      </div>
      {!first.isRead && <IconButton icon="check" label={t`Mark as read: ${line}`} onClick={onRead} />}
    </li>
  );
}

/** Names of a bundle that are shown; of the rest, the number is. */
const NAMES_SHOWN = 4;

function Names({ group }: { group: NotificationGroup }) {
  const { t, i18n } = useLingui();
  const all = [...new Set(group.flatMap(({ name }) => name ?? []))];
  const unnamed = all.length > NAMES_SHOWN ? all.length - NAMES_SHOWN + 1 : 0;
  const names = unnamed > 0 ? [...all.slice(0, NAMES_SHOWN - 1), t`${unnamed} more`] : all;
  return (
    <p className="muted" dir="auto">
      {listOfNames(names, i18n.locale)}
    </p>
  );
}

const saidTo: ReadonlySet<Notification["kind"]> = new Set(saidToKinds);

/** What hosts act on is in the guest list; the rest is on the event's page. */
function pageOf({ eventId, role, kind }: Notification): string {
  return role === "host" && !saidTo.has(kind) ? `/e/${eventId}/guests` : `/e/${eventId}`;
}

function Waiting() {
  const { t } = useLingui();
  return (
    <div className="notifications" role="status" aria-label={t`Loading notifications`}>
      {[1, 2, 3].map((at) => (
        <Skeleton key={at} height="4.5rem" />
      ))}
    </div>
  );
}

function Failed({ onRetry }: { onRetry: () => void }) {
  const { t } = useLingui();
  return (
    <LoadFailed title={navigator.onLine ? t`Notifications could not be loaded` : t`You're offline`} onRetry={onRetry}>
      <p>
        <Trans>Nothing is lost. It may be the connection.</Trans>
      </p>
    </LoadFailed>
  );
}

/** The list, loaded again whenever there is more or it was read elsewhere. What is marked here is read at once. */
function useNotifications() {
  const [list, setList] = useState<Notification[] | null>(null);
  const [failed, setFailed] = useState(false);
  const unread = useUnread();
  const load = useCallback(() => {
    read(api.GET("/api/notifications")).then(
      ({ notifications }) => {
        setList(notifications);
        setFailed(false);
      },
      () => setFailed(true),
    );
  }, []);
  useEffect(load, [load, unread]);
  useEffect(() => {
    const leaving = new AbortController();
    addEventListener(NOTIFIED, load, { signal: leaving.signal });
    addEventListener("online", load, { signal: leaving.signal });
    return () => leaving.abort();
  }, [load]);

  async function markRead(some: readonly Notification[]) {
    const ids = some.flatMap(({ id, isRead }) => (isRead ? [] : id));
    if (ids.length === 0) return;
    setList((known) => known && known.map((one) => (ids.includes(one.id) ? { ...one, isRead: true } : one)));
    try {
      showUnread((await read(api.POST("/api/notifications/read", { body: { ids } }))).unread);
    } catch {
      load();
    }
  }
  return { list, failed, load, markRead };
}
