import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { QueueHealth } from "@turnout/contract/operator";
import { FormRefusal } from "../../accounts/form-refusal.tsx";
import { useSubmission } from "../../accounts/use-submission.ts";
import { api, read } from "../../api/client.ts";
import type { operations } from "../../api/schema.d.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { showToast } from "../../ui/toast.ts";
import { secondsAgo } from "./seconds-ago.ts";

type QueueName = operations["retryFailedJobs"]["parameters"]["path"]["queue"];

const hasJobs = ({ due, waiting, failed }: QueueHealth) => due + waiting + failed > 0;

/** The queues that have jobs, and trying again what was given up. */
export function QueuesCard({ queues, onRetried }: { queues: QueueHealth[]; onRetried: () => void }) {
  const busy = queues.filter(hasJobs);
  const empty = queues.length - busy.length;
  return (
    <Card aria-labelledby="operator-queues">
      <h2 id="operator-queues">
        <Trans>Queues</Trans>
      </h2>
      <ul role="list" className="operator-rows">
        {busy.map((queue) => (
          <Queue key={queue.queue} queue={queue} onRetried={onRetried} />
        ))}
      </ul>
      <p className="muted">
        {busy.length === 0 ? (
          <Trans>All queues are empty.</Trans>
        ) : (
          <Plural value={empty} one="# other queue is empty." other="# other queues are empty." />
        )}
      </p>
    </Card>
  );
}

function Queue({ queue: { queue, due, oldestSeconds, waiting, failed }, onRetried }: { queue: QueueHealth; onRetried: () => void }) {
  const { t } = useLingui();
  const retry = useSubmission(
    () => read(api.POST("/api/operator/queues/{queue}/retry", { params: { path: { queue: queue as QueueName } } })),
    ({ retried }) => {
      showToast(t`Tried again: ${retried}`, { tone: "success" });
      onRetried();
    },
  );
  return (
    <li className="operator-queue">
      <div>
        <p className="operator-name">
          <code>{queue}</code>
        </p>
        <p className="muted">
          <Plural value={due} one="# due" other="# due" /> · <Plural value={waiting} one="# for later" other="# for later" /> ·{" "}
          <span className={failed > 0 ? "operator-bad" : undefined}>
            <Plural value={failed} one="# failed" other="# failed" />
          </span>
          {due > 0 && (
            <>
              {" "}
              ·{" "}
              <Trans>
                the oldest was due <RelativeTime at={secondsAgo(oldestSeconds)} />
              </Trans>
            </>
          )}
        </p>
        <FormRefusal refusal={retry.refusal} />
      </div>
      {failed > 0 && (
        <Button
          size="sm"
          icon="refresh"
          pending={retry.pending}
          aria-label={t`Try the failed jobs of ${queue} again`}
          onClick={() => void retry.submit(undefined)}
        >
          <Trans>Try again</Trans>
        </Button>
      )}
    </li>
  );
}
