import { useLingui } from "@lingui/react/macro";
import { Badge } from "../../ui/badge.tsx";
import type { MyEvent } from "./my-event.ts";

/** My standing with an event, as a badge on its card. */
export function MyStanding({ event: { details, hosting, standing } }: { event: MyEvent }) {
  const { t } = useLingui();
  if (details.status === "cancelled") return <Badge tone="danger" icon="x">{t`Cancelled`}</Badge>;
  if (details.status === "draft") return <Badge icon="pencil">{t`Draft`}</Badge>;
  if (hosting) return <Badge tone="accent" icon="crown">{t`You host`}</Badge>;
  switch (standing) {
    case "going":
      return <Badge tone="going" icon="check">{t`You're going`}</Badge>;
    case "maybe":
      return <Badge tone="maybe" icon="question">{t`You said maybe`}</Badge>;
    case "waiting":
      return <Badge tone="waiting" icon="clock">{t`You're on the waitlist`}</Badge>;
    case "declined":
      return <Badge tone="declined" icon="x">{t`You can't come`}</Badge>;
    default:
      return <Badge tone="neutral" icon="mail">{t`Waiting for your reply`}</Badge>;
  }
}
