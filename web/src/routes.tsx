import { Suspense } from "react";
import { Route, Switch } from "wouter";
import { lazyPage } from "./lazy-page.ts";
import { matchesPath } from "./matches-path.ts";
import { PageSkeleton } from "./ui/skeleton.tsx";

/** Every address of the app. One line per page; the first match wins. */
const routes = [
  { path: "/", page: lazyPage(() => import("./pages/home.tsx"), "HomePage") },
  { path: "/e/:eventId/guests", page: lazyPage(() => import("./pages/guest-list-page.tsx"), "GuestListPage") },
  { path: "/e/:eventId/invite", page: lazyPage(() => import("./pages/invite-page.tsx"), "InvitePage") },
  { path: "*", page: lazyPage(() => import("./pages/not-found.tsx"), "NotFoundPage") },
];

export function Routes() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        {routes.map(({ path, page }) => (
          <Route key={path} path={path} component={page} />
        ))}
      </Switch>
    </Suspense>
  );
}

/** Fetches the code of the page at an address, so that showing it needs no waiting screen. */
export async function preloadPage(address: string) {
  await routes.find((route) => matchesPath(route.path, address))?.page.preload();
}
