import { useLingui } from "@lingui/react/macro";
import { useEventSnapshot } from "../live/use-event.ts";
import { LinkButton } from "../ui/button.tsx";
import { ShareButton } from "./share-button.tsx";
import "./host-strip.css";

/** The host's ways from here. */
export function HostStrip() {
  const { t } = useLingui();
  const { eventId } = useEventSnapshot();
  return (
    <nav className="host-strip" aria-label={t`For hosts`}>
      <LinkButton href={`/e/${eventId}/invite`} look="primary" icon="user-plus">{t`Invite`}</LinkButton>
      <LinkButton href={`/e/${eventId}/guests`} icon="users">{t`Guests`}</LinkButton>
      <LinkButton href={`/e/${eventId}/edit`} icon="pencil">{t`Edit`}</LinkButton>
      <LinkButton href={`/e/${eventId}/settings`} icon="settings">{t`Settings`}</LinkButton>
      <ShareButton />
    </nav>
  );
}
