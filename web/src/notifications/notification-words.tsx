import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Notification } from "@turnout/contract/notifications";
import type { NotificationGroup } from "./group-notifications.ts";

/** What a line of the list says, and why its reader gets it. */
export function useNotificationWords() {
  const { t } = useLingui();

  function answered({ answer, title }: Notification, name: string): string {
    if (answer === "going") return t`${name} is coming to ${title}`;
    if (answer === "maybe") return t`${name} may come to ${title}`;
    if (answer === "waiting") return t`${name} is on the waitlist of ${title}`;
    return t`${name} can't come to ${title}`;
  }

  function single(one: Notification): string {
    const { kind, title } = one;
    const name = one.name ?? t`Somebody`;
    switch (kind) {
      case "answered":
        return answered(one, name);
      case "seatGiven":
        return t`${name} got a seat at ${title}`;
      case "undelivered":
        return t`The email to ${name} for ${title} did not arrive`;
      case "wrote":
        return t`${name} wrote to you about ${title}`;
      case "replyHeld":
        return t`A reply from ${name} to ${title} waits for you`;
      case "promoted":
        return t`You got a seat at ${title}`;
      case "changed":
        return t`The time or place of ${title} has changed`;
      case "cancelled":
        return t`${title} was cancelled`;
      case "announced":
        return t`${name} announced something at ${title}`;
      case "replied":
        return t`${name} replied to you at ${title}`;
      case "mentioned":
        return t`${name} mentioned you at ${title}`;
      case "reminder":
        return t`${title} is soon`;
      case "bulletin":
        return one.excerpt === null
          ? t`${name} would like to know whether you're coming to ${title}`
          : t`${name} wrote to the guests of ${title}`;
    }
  }

  function several(first: Notification, count: number): string {
    const { kind, title } = first;
    if (kind === "seatGiven") return t`${plural(count, { one: "# guest", other: "# guests" })} got a seat at ${title}`;
    if (kind === "undelivered") return t`${plural(count, { one: "# email", other: "# emails" })} for ${title} did not arrive`;
    return t`${plural(count, { one: "# answer", other: "# answers" })} to ${title}`;
  }

  return {
    line: (group: NotificationGroup) => (group.length === 1 ? single(group[0]) : several(group[0], group.length)),
    why: ({ role, kind }: Notification) => {
      if (kind === "replied") return t`You get this because it replies to your message.`;
      if (kind === "mentioned") return t`You get this because the message names you.`;
      return role === "host" ? t`You get this because you host the event.` : t`You get this because you are on the guest list.`;
    },
  };
}
