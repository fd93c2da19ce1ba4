import { Trans, useLingui } from "@lingui/react/macro";
import type { EventHost } from "@turnout/contract/events";
import { Avatar } from "../ui/avatar.tsx";
import { listOfNames } from "../ui/list-of-names.ts";

/** Who invites. */
export function EventHosts({ hosts }: { hosts: EventHost[] }) {
  const { i18n } = useLingui();
  const names = listOfNames(
    hosts.map((host) => host.name),
    i18n.locale,
  );
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
