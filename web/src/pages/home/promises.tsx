import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Icon, type IconName } from "../../ui/icons.tsx";

/** What Turnout does that others do not, in four short paragraphs. */
export function Promises() {
  return (
    <section className="home-promises">
      <Promise icon="users" title={<Trans>Nobody has to sign up</Trans>}>
        <Trans>Every guest gets their own link. Open it, tap a reply, done. Bring someone, leave a note, change your mind.</Trans>
      </Promise>
      <Promise icon="eye" title={<Trans>You watch it happen</Trans>}>
        <Trans>Replies and messages appear for everyone at once. If your connection drops, the page tells you and catches up.</Trans>
      </Promise>
      <Promise icon="check" title={<Trans>Full means full</Trans>}>
        <Trans>
          Spots are counted in people and never given away twice. Anyone waiting sees their place on the waitlist and moves up
          automatically.
        </Trans>
      </Promise>
      <Promise icon="lock" title={<Trans>Your guests stay yours</Trans>}>
        <Trans>No ads, no selling of addresses. Free software you can run yourself, and every guest list can be exported.</Trans>
      </Promise>
    </section>
  );
}

function Promise({ icon, title, children }: { icon: IconName; title: ReactNode; children: ReactNode }) {
  return (
    <div className="home-promise">
      <span className="home-promise-icon">
        <Icon name={icon} size={26} />
      </span>
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  );
}
