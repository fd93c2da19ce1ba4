import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { showAccount, useSession } from "../accounts/session.ts";
import { api, read } from "../api/client.ts";
import { Switch } from "../ui/toggle.tsx";
import { showToast } from "../ui/toast.ts";

/** The switch for replies to the host's address, with the note that guests then see it. */
export function RepliesSwitch() {
  const { t } = useLingui();
  const { account } = useSession();
  const [pending, setPending] = useState(false);
  if (!account) return null;

  async function change(takesReplies: boolean) {
    setPending(true);
    try {
      showAccount(await read(api.PATCH("/api/auth/account", { body: { takesReplies } })));
    } catch {
      showToast(t`That did not work. Please try again.`, { tone: "danger" });
    }
    setPending(false);
  }
  return (
    <Switch
      label={t`Replies to the email reach me`}
      hint={<Trans>They go to {account.email}, which guests can then see.</Trans>}
      checked={account.takesReplies}
      disabled={pending}
      onChange={(takes) => void change(takes)}
    />
  );
}
