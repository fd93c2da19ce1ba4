import { useLingui } from "@lingui/react/macro";
import { Suspense, useState } from "react";
import { useSession } from "../accounts/session.ts";
import { onDemand } from "../on-demand.ts";
import { Button } from "../ui/button.tsx";

const SubscribeDialog = onDemand(() => import("./subscribe-dialog.tsx"), "SubscribeDialog");

/** Brings all events of the account into a calendar that follows them. */
export function SubscribeButton() {
  const { t } = useLingui();
  const { account } = useSession();
  const [open, setOpen] = useState(false);
  if (!account) return null;
  return (
    <>
      <Button icon="calendar" aria-haspopup="dialog" onClick={() => setOpen(true)}>{t`Subscribe`}</Button>
      <Suspense fallback={null}>{open && <SubscribeDialog eventId={null} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
