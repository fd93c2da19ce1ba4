import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Icon, type IconName } from "../../ui/icons.tsx";

/** What Turnout does that others do not, in four short paragraphs. */
export function Promises() {
  return (
    <section className="home-promises">
      <Promise icon="users" title={<Trans>Nobody has to sign up</Trans>}>
        <Trans>Every guest gets a link of their own. Open it, tap an answer, done. Bring somebody, leave a note, change your mind.</Trans>
      </Promise>
      <Promise icon="sparkle" title={<Trans>You watch it happen</Trans>}>
        <Trans>
          Answers and messages appear for everyone at once, in one order. If your connection drops, the page says so and catches up.
        </Trans>
      </Promise>
      <Promise icon="check" title={<Trans>Full means full</Trans>}>
        <Trans>
          Seats are counted in people and never given away twice. Whoever waits sees their place in line and moves up by themselves.
        </Trans>
      </Promise>
      <Promise icon="lock" title={<Trans>Your guests stay yours</Trans>}>
        <Trans>
          No advertising, no address harvest. Free software that you can run on your own machine, with every guest list exportable.
        </Trans>
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
