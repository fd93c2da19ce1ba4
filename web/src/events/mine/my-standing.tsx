import { useLingui } from "@lingui/react/macro";
import { Badge } from "../../ui/badge.tsx";
import type { MyEvent } from "./my-event.ts";

/** My standing with an event, as a badge on its card. */
export function MyStanding({ event }: { event: MyEvent }) {
  const words = useStandingWords(event);
  const { details, hosting, standing } = event;
  if (details.status === "cancelled")
    return (
      <Badge tone="danger" icon="x">
        {words}
      </Badge>
    );
  if (details.status === "draft") return <Badge icon="pencil">{words}</Badge>;
  if (hosting)
    return (
      <Badge tone="accent" icon="crown">
        {words}
      </Badge>
    );
  switch (standing) {
    case "going":
      return (
        <Badge tone="going" icon="check">
          {words}
        </Badge>
      );
    case "maybe":
      return (
        <Badge tone="maybe" icon="question">
          {words}
        </Badge>
      );
    case "waiting":
      return (
        <Badge tone="waiting" icon="clock">
          {words}
        </Badge>
      );
    case "declined":
      return (
        <Badge tone="declined" icon="x">
          {words}
        </Badge>
      );
    default:
      return (
        <Badge tone="neutral" icon="mail">
          {words}
        </Badge>
      );
  }
}

/** The same as text. */
export function useStandingWords({ details, hosting, standing }: MyEvent): string {
  const { t } = useLingui();
  if (details.status === "cancelled") return t`Cancelled`;
  if (details.status === "draft") return t`Draft`;
  if (hosting) return t`You host`;
  switch (standing) {
    case "going":
      return t`You're going`;
    case "maybe":
      return t`You said maybe`;
    case "waiting":
      return t`You're on the waitlist`;
    case "declined":
      return t`You can't come`;
    default:
      return t`Waiting for your answer`;
  }
}
