import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import type { EventHost } from "@turnout/contract/events";
import { api, replyOf } from "../../api/client.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { type HeldWords, HostInvitations } from "./host-invitations.tsx";
import { useHostCommand } from "./use-host-command.ts";

/** Who hosts this event, and who has been asked to. */
export function HostsSection({ heldWords }: { heldWords: HeldWords }) {
  const { t } = useLingui();
  const { hosts, viewer, details } = useEventSnapshot();
  const [leaving, setLeaving] = useState<EventHost | null>(null);
  return (
    <Card aria-labelledby="settings-hosts">
      <h2 id="settings-hosts">{t`Hosts`}</h2>
      <p className="muted">
        <Trans>All hosts can do everything: edit, invite, answer for guests, cancel.</Trans>
      </p>
      <ul role="list" className="people">
        {hosts.map((host) => {
          const isMe = host.userId === viewer.personId;
          return (
            <li key={host.userId}>
              <Avatar id={host.userId} name={host.name} />
              <span className="people-name">
                <bdi>{host.name}</bdi> {isMe && <span className="muted">{t`(you)`}</span>}
              </span>
              {hosts.length > 1 && (isMe || host !== hosts[0]) && (
                <Button size="sm" aria-label={isMe ? undefined : t`Remove ${host.name} as a host`} onClick={() => setLeaving(host)}>
                  {isMe ? <Trans>Leave</Trans> : <Trans>Remove</Trans>}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {details.status !== "cancelled" && <HostInvitations heldWords={heldWords} />}
      {leaving && <RemoveHost host={leaving} isMe={leaving.userId === viewer.personId} onClose={() => setLeaving(null)} />}
    </Card>
  );
}

function RemoveHost({ host: { userId, name }, isMe, onClose }: { host: EventHost; isMe: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { eventId } = useEventSnapshot();
  const [, go] = useLocation();
  const remove = useHostCommand(
    "removeHost",
    ({ commandId }) =>
      replyOf(api.DELETE("/api/events/{eventId}/hosts/{userId}", { params: { path: { eventId, userId }, query: { commandId } } })),
    isMe ? t`You're no longer a host of this event` : t`${name} is no longer a host of this event`,
  );
  const confirm = async () => {
    if (!(await remove.run({ userId }))) return;
    onClose();
    if (isMe) go("/events");
  };
  return (
    <ConfirmDialog
      open
      title={isMe ? t`Stop hosting?` : t`Remove ${name}?`}
      confirmLabel={isMe ? t`Stop hosting` : t`Remove ${name}`}
      pending={remove.pending}
      onCancel={onClose}
      onConfirm={() => void confirm()}
    >
      <p>
        {isMe
          ? t`You lose all host permissions right away. Another host can invite you back.`
          : t`They lose all host permissions right away and aren't notified. If they're on the guest list, they stay on it.`}
      </p>
    </ConfirmDialog>
  );
}
