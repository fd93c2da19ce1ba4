import { afterEach, beforeEach } from "vitest";
import "../ui/theme.css";
import { forgetQueries } from "../events/queries.tsx";
import { forgetAnnouncements } from "../ui/announcer.tsx";
import { dismissToast, holdToasts, releaseToasts, toastsShown } from "../ui/toast.ts";
import { forgetRequests, standInForServer, untilTaken } from "./fake-server.test-support.ts";
import { leaveEvents } from "./followed-event.test-support.tsx";
import { unmount } from "./mount.test-support.tsx";
import { setNetwork } from "./network.test-support.ts";

standInForServer();

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  holdToasts("test"); // a busy machine may look for one when its time is over
});

afterEach(async () => {
  await untilTaken(); // a notice that came later would be the next test's
  unmount();
  // What waits for a network would be asked and sent in the next test, which has no answer to it.
  forgetQueries();
  if (!navigator.onLine) setNetwork(true);
  leaveEvents();
  for (const { id } of toastsShown()) dismissToast(id);
  releaseToasts("test");
  forgetAnnouncements();
  const missing = forgetRequests();
  if (missing.length > 0) throw new Error(`The test has no answer to ${missing.join(", ")}`);
});
