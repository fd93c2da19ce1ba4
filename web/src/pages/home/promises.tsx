import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Icon, type IconName } from "../../ui/icons.tsx";

/** The product's four promises. */
export function Promises() {
  return (
    <section className="home-promises">
      <Pledge icon="users" title={<Trans>Nobody has to sign up</Trans>}>
        <Trans>Every guest gets their own link. Open it, tap an answer, done. Bring someone, leave a note, change your mind.</Trans>
      </Pledge>
      <Pledge icon="eye" title={<Trans>You watch it happen</Trans>}>
        <Trans>Answers and messages appear for everyone at once. If your connection drops, the page tells you and catches up.</Trans>
      </Pledge>
      <Pledge icon="check" title={<Trans>Full means full</Trans>}>
        <Trans>
          Seats are counted in people and never given away twice. Anyone waiting sees their place on the waitlist and moves up
          automatically.
        </Trans>
      </Pledge>
      <Pledge icon="lock" title={<Trans>Your guests stay yours</Trans>}>
        <Trans>No ads, no selling of addresses. Free software you can run yourself, and every guest list can be exported.</Trans>
      </Pledge>
    </section>
  );
}

function Pledge({ icon, title, children }: { icon: IconName; title: ReactNode; children: ReactNode }) {
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
