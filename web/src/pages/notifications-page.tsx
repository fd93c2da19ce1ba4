import { Redirect, useSearch } from "wouter";
import { useSession } from "../accounts/session.ts";
import { EventChoices } from "../notifications/event-choices.tsx";
import { NotificationList } from "../notifications/notification-list.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";

// Words come by page: see split-catalogs.ts.
export { Bell } from "../notifications/bell.tsx";

export function NotificationsPage() {
  const session = useSession();
  const eventId = new URLSearchParams(useSearch()).get("event");
  if (eventId) return <EventChoices eventId={eventId} />;
  if (session.state === "loading") return <PageSkeleton />;
  if (session.state === "known" && !session.account) return <Redirect to="/sign-in?next=/notifications" replace />;
  return <NotificationList />;
}
