import { Trans, useLingui } from "@lingui/react/macro";
import type { EventHost } from "@turnout/contract/events";
import { formattingLocale } from "../i18n.ts";
import { Avatar } from "../ui/avatar.tsx";

/** Who invites. */
export function EventHosts({ hosts }: { hosts: EventHost[] }) {
  const { i18n } = useLingui();
  const names = new Intl.ListFormat(formattingLocale(i18n.locale), { type: "conjunction" }).format(hosts.map((host) => host.name));
  if (hosts.length === 0) return null;
  return (
    <p className="event-hosts">
      <span className="event-host-faces">
        {hosts.slice(0, 4).map((host) => (
          <Avatar key={host.userId} id={host.userId} name={host.name} size={32} />
        ))}
      </span>
      <span>
        <Trans>
          Hosted by <b>{names}</b>
        </Trans>
      </span>
    </p>
  );
}
