import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { showAccount } from "../accounts/session.ts";
import { whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { going } from "../testing/snapshots.test-support.ts";
import { RepliesSwitch } from "./replies-switch.tsx";

const account = {
  id: going.eventId,
  name: "Ada",
  email: "ada@example.org",
  locale: "en" as const,
  hasPassword: true,
  hasPasskey: false,
  takesReplies: true,
  isOperator: false,
  freshUntil: new Date().toISOString(),
};

test.each([
  [true, true, /goes to ada@example.org, and hosts read it beside the guest.*only if you answer them/],
  [true, false, /isn't emailed to you: hosts read it beside the guest/],
  [false, true, /goes to ada@example.org, which they can then see/],
  [false, false, /doesn't reach you/],
])("says what becomes of words: the server takes mail %s, the host wants it %s", async (takesMail, takesReplies, words) => {
  whenAsked(`GET /api/events/${going.eventId}/held-invitations`, { body: { held: [], failed: [], onTheWay: 0, aDay: null, takesMail } });
  whenAsked("GET /api/auth/session", { body: { account: { ...account, takesReplies } } });
  showAccount({ ...account, takesReplies });
  await mount(<RepliesSwitch eventId={going.eventId} />);
  await expect.element(page.getByText(words)).toBeVisible();
});
