import { Suspense } from "react";
import { type AroundNavHandler, Route, Router, Switch } from "wouter";
import { AccountBar } from "./accounts/account-menu.tsx";
import { lazyPage } from "./lazy-page.ts";
import { matchesPath } from "./matches-path.ts";
import { PageSkeleton } from "./ui/skeleton.tsx";

const loadNotifications = () => import("./pages/notifications-page.tsx");
// For whoever is signed in, and behind what the page itself needs.
const Bell = lazyPage("notifications-page", loadNotifications, "Bell");
const bell = (
  <Suspense fallback={<span className="icon-button" />}>
    <Bell params={{}} />
  </Suspense>
);

/** Every address of the app. One line per page; the first match wins. */
const routes = [
  { path: "/", page: lazyPage("home", () => import("./pages/home.tsx"), "HomePage") },
  { path: "/events", page: lazyPage("my-events-page", () => import("./pages/my-events-page.tsx"), "MyEventsPage") },
  { path: "/events/new", page: lazyPage("new-event-page", () => import("./pages/new-event-page.tsx"), "NewEventPage") },
  { path: "/e/:eventId/edit", page: lazyPage("editor-page", () => import("./pages/editor-page.tsx"), "EditorPage") },
  { path: "/e/:eventId", page: lazyPage("event-page", () => import("./pages/event-page.tsx"), "EventPage") },
  { path: "/i/:token", page: lazyPage("event-page", () => import("./pages/event-page.tsx"), "LinkedEventPage") },
  { path: "/j/:token", page: lazyPage("event-page", () => import("./pages/event-page.tsx"), "LinkedEventPage") },
  {
    path: "/e/:eventId/settings",
    page: lazyPage("event-settings-page", () => import("./pages/event-settings-page.tsx"), "EventSettingsPage"),
  },
  { path: "/e/:eventId/emails", page: lazyPage("bulletins-page", () => import("./pages/bulletins-page.tsx"), "BulletinsPage") },
  { path: "/e/:eventId/questions", page: lazyPage("questions-page", () => import("./pages/questions-page.tsx"), "QuestionsPage") },
  { path: "/e/:eventId/insight", page: lazyPage("insight-page", () => import("./pages/insight-page.tsx"), "InsightPage") },
  { path: "/e/:eventId/published", page: lazyPage("published-page", () => import("./pages/published-page.tsx"), "PublishedPage") },
  {
    path: "/e/:eventId/keep",
    page: lazyPage("keep-invitation-page", () => import("./pages/keep-invitation-page.tsx"), "KeepInvitationPage"),
  },
  { path: "/host/:token", page: lazyPage("host-invitation-page", () => import("./pages/host-invitation-page.tsx"), "HostInvitationPage") },
  { path: "/e/:eventId/guests", page: lazyPage("guest-list-page", () => import("./pages/guest-list-page.tsx"), "GuestListPage") },
  { path: "/e/:eventId/door", page: lazyPage("door-page", () => import("./pages/door-page.tsx"), "DoorPage") },
  { path: "/e/:eventId/board", page: lazyPage("board-page", () => import("./pages/board-page.tsx"), "BoardPage") },
  { path: "/door/board", page: lazyPage("board-page", () => import("./pages/board-page.tsx"), "BoardLinkPage") },
  { path: "/door", page: lazyPage("door-link-page", () => import("./pages/door-link-page.tsx"), "DoorLinkPage") },
  { path: "/e/:eventId/code", page: lazyPage("door-code-page", () => import("./pages/door-code-page.tsx"), "DoorCodePage") },
  { path: "/e/:eventId/invite", page: lazyPage("invite-page", () => import("./pages/invite-page.tsx"), "InvitePage") },
  { path: "/e/:eventId/recover", page: lazyPage("recover-page", () => import("./pages/recover-page.tsx"), "RecoverPage") },
  { path: "/sign-in", page: lazyPage("sign-in-page", () => import("./pages/sign-in-page.tsx"), "SignInPage") },
  { path: "/sign-up", page: lazyPage("sign-up-page", () => import("./pages/sign-up-page.tsx"), "SignUpPage") },
  { path: "/notifications", page: lazyPage("notifications-page", loadNotifications, "NotificationsPage") },
  { path: "/account", page: lazyPage("account-page", () => import("./pages/account-page.tsx"), "AccountPage") },
  { path: "/operator", page: lazyPage("operator-page", () => import("./pages/operator-page.tsx"), "OperatorPage") },
  // Emails lead to these four: `accountPages` in the contract.
  { path: "/sign-in/link", page: lazyPage("link-page", () => import("./pages/link-page.tsx"), "SignInLinkPage") },
  { path: "/sign-up/confirm", page: lazyPage("link-page", () => import("./pages/link-page.tsx"), "ConfirmSignUpPage") },
  { path: "/reset-password", page: lazyPage("reset-page", () => import("./pages/reset-page.tsx"), "ResetPage") },
  { path: "/confirm-email", page: lazyPage("link-page", () => import("./pages/link-page.tsx"), "ConfirmEmailPage") },
  { path: "*", page: lazyPage("not-found", () => import("./pages/not-found.tsx"), "NotFoundPage") },
];

export function Routes() {
  return (
    <Router aroundNav={goWhenReady}>
      <AccountBar bell={bell}>
        <Suspense fallback={<PageSkeleton />}>
          <Switch>
            {routes.map(({ path, page }) => (
              <Route key={path} path={path} component={page} />
            ))}
          </Switch>
        </Suspense>
      </AccountBar>
    </Router>
  );
}

/** Fetches the code of the page at an address, so that showing it needs no waiting screen. */
export async function preloadPage(address: string) {
  await routes.find((route) => matchesPath(route.path, address))?.page.preload();
}

/** The old page stays until the next one can be shown. Code that cannot be fetched (a new release, no network) is left to the browser. */
const goWhenReady: AroundNavHandler = (navigate, to, options) => {
  const go = () => {
    navigate(to, options);
    if (!options?.replace) scrollTo(0, 0);
  };
  preloadPage(to.split(/[?#]/)[0]!).then(go, () => location.assign(to));
};
