import { afterEach, beforeEach } from "vitest";
import "../ui/theme.css";
import { dismissToast, toastsShown } from "../ui/toast.ts";
import { forgetRequests, standInForServer } from "./fake-server.test-support.ts";
import { leaveEvents } from "./followed-event.test-support.tsx";
import { unmount } from "./mount.test-support.tsx";

standInForServer();

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

/** In which the app takes what the server has said already: the reply, its body, and what follows from it. */
const TURNS = 5;

afterEach(async () => {
  // A notice that came later would be the next test's.
  for (let turn = 0; turn < TURNS; turn++) await new Promise((done) => setTimeout(done));
  unmount();
  leaveEvents();
  for (const { id } of toastsShown()) dismissToast(id);
  const missing = forgetRequests();
  if (missing.length > 0) throw new Error(`The test has no answer to ${missing.join(", ")}`);
});
