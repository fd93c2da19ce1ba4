import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { showAccount, useSession } from "../accounts/session.ts";
import { api, read } from "../api/client.ts";
import { Switch } from "../ui/toggle.tsx";
import { showToast } from "../ui/toast.ts";

/** The switch for replies to the host's address, and what becomes of what guests write back in words. */
export function RepliesSwitch({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const takesMail = useTakesMail(eventId);
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
      hint={<RepliesHint email={account.email} takesReplies={account.takesReplies} takesMail={takesMail} />}
      checked={account.takesReplies}
      disabled={pending}
      onChange={(takes) => void change(takes)}
    />
  );
}

interface HintProps {
  email: string;
  takesReplies: boolean;
  /** Null: not known yet. */
  takesMail: boolean | null;
}

function RepliesHint({ email, takesReplies, takesMail }: HintProps) {
  if (takesMail === null) return <Trans>This is about what guests write back in words.</Trans>;
  if (takesMail && takesReplies)
    return (
      <Trans>
        What guests write back in words goes to {email}, and hosts read it beside the guest in the list. Guests see your address only if you
        answer them. What a calendar replies is an answer, not a message.
      </Trans>
    );
  if (takesMail)
    return (
      <Trans>
        What guests write back in words isn't emailed to you: hosts read it beside the guest in the list. What a calendar replies is an
        answer, not a message.
      </Trans>
    );
  if (takesReplies)
    return <Trans>What guests write back goes to {email}, which they can then see. It never appears on the event page.</Trans>;
  return <Trans>The email doesn't say that guests can reply, and what they write back doesn't reach you.</Trans>;
}

/** Whether what guests write back comes to the server. Null: not known yet. */
function useTakesMail(eventId: string): boolean | null {
  const [takesMail, setTakesMail] = useState<boolean | null>(null);
  useEffect(() => {
    let isOver = false;
    const asked = read(api.GET("/api/events/{eventId}/held-invitations", { params: { path: { eventId } } }));
    void asked.then(({ takesMail: found }) => !isOver && setTakesMail(found ?? false)).catch(() => {});
    return () => void (isOver = true);
  }, [eventId]);
  return takesMail;
}
