import { useLingui } from "@lingui/react/macro";
import { useEventSnapshot } from "../live/use-event.ts";
import { LinkButton } from "../ui/button.tsx";
import { phaseOf } from "@turnout/contract/event-phase";
import { ShareButton } from "./share-button.tsx";
import { useNow } from "./use-now.ts";
import "./tool-strip.css";

/** The host's links: no invitations for an event that is over or cancelled, no edits of a cancelled one. */
export function HostStrip() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const phase = phaseOf(details, useNow());
  const isCancelled = phase === "cancelled";
  return (
    <nav className="tool-strip" aria-label={t`For hosts`}>
      {!isCancelled && phase !== "over" && (
        <LinkButton href={`/e/${eventId}/invite`} look="primary" icon="user-plus">{t`Invite`}</LinkButton>
      )}
      <LinkButton href={`/e/${eventId}/guests`} icon="users">{t`Guests`}</LinkButton>
      {!isCancelled && <LinkButton href={`/e/${eventId}/edit`} icon="pencil">{t`Edit`}</LinkButton>}
      <LinkButton href={`/e/${eventId}/settings`} icon="settings">{t`Settings`}</LinkButton>
      <ShareButton />
    </nav>
  );
}
