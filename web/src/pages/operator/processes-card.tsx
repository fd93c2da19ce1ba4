import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { InstanceProcess } from "@turnout/contract/operator";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";

/** Every process that has said of late that it is there, and those that fell silent within a day. */
export function ProcessesCard({ processes }: { processes: InstanceProcess[] }) {
  return (
    <Card aria-labelledby="operator-processes">
      <h2 id="operator-processes">
        <Trans>Processes</Trans>
      </h2>
      {processes.length === 0 && (
        <p className="muted">
          <Trans>No process has reported yet.</Trans>
        </p>
      )}
      <ul role="list" className="operator-rows">
        {processes.map((process) => (
          <Process key={process.id} process={process} />
        ))}
      </ul>
    </Card>
  );
}

function Process({ process }: { process: InstanceProcess }) {
  const { t } = useLingui();
  const roles = process.roles.join(", ");
  return (
    <li>
      <p className="operator-name">
        <code>
          {process.host} {process.pid}
        </code>
        {process.isGone ? <Badge tone="danger" icon="alert">{t`silent`}</Badge> : <Badge tone="going" icon="check">{t`running`}</Badge>}
      </p>
      <p className="muted">
        <code>{roles}</code> · <Trans>version {process.version}</Trans> ·{" "}
        <Trans>
          started <RelativeTime at={process.startedAt} />
        </Trans>{" "}
        ·{" "}
        {process.isGone ? (
          <Trans>
            last heard from <RelativeTime at={process.seenAt} />
          </Trans>
        ) : (
          <Plural value={process.connections} one="# connection" other="# connections" />
        )}
      </p>
    </li>
  );
}
