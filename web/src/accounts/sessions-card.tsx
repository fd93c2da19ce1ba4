import { Trans, useLingui } from "@lingui/react/macro";
import type { AccountSession } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { showToast } from "../ui/toast.ts";
import { browserName } from "./browser-name.ts";
import { FormRefusal } from "./form-refusal.tsx";
import type { SessionList } from "./use-session-list.ts";
import { useSubmission } from "./use-submission.ts";

/** The account's sessions, this browser's first, and signing them out. */
export function SessionsCard({ list }: { list: SessionList }) {
  const { t } = useLingui();
  const endOthers = useSubmission(
    () => read(api.DELETE("/api/auth/sessions")),
    () => {
      list.reload();
      showToast(t`All other devices are signed out`, { tone: "success" });
    },
  );

  return (
    <Card aria-labelledby="sessions-title">
      <h2 id="sessions-title">
        <Trans>Where you are signed in</Trans>
      </h2>
      {list.sessions === null && !list.refusal && <Skeleton height="3rem" />}
      <FormRefusal refusal={list.refusal}>
        <Button size="sm" onClick={list.reload}>
          <Trans>Try again</Trans>
        </Button>
      </FormRefusal>
      <ul role="list" className="session-list">
        {list.sessions?.map((session) => (
          <SessionRow key={session.id} session={session} onEnded={list.reload} />
        ))}
      </ul>
      <FormRefusal refusal={endOthers.refusal} />
      {(list.sessions?.length ?? 0) > 1 && (
        <div className="account-actions">
          <Button icon="log-out" pending={endOthers.pending} onClick={() => void endOthers.submit(undefined)}>
            <Trans>Sign out everywhere else</Trans>
          </Button>
        </div>
      )}
    </Card>
  );
}

function SessionRow({ session, onEnded }: { session: AccountSession; onEnded: () => void }) {
  const { t } = useLingui();
  const name = useBrowserWords(session.userAgent);
  const end = useSubmission(
    () => read(api.DELETE("/api/auth/sessions/{sessionId}", { params: { path: { sessionId: session.id } } })),
    onEnded,
  );
  return (
    <li className="session-row">
      <div className="session-words">
        <p className="session-name">
          {name} {session.current && <Badge tone="going" icon="check">{t`this browser`}</Badge>}
        </p>
        <p className="muted entry-small">
          {session.current ? (
            <Trans>
              Signed in <RelativeTime at={session.signedInAt} />
            </Trans>
          ) : (
            <Trans>
              Signed in <RelativeTime at={session.signedInAt} />, last seen <RelativeTime at={session.lastSeenAt} />
            </Trans>
          )}
        </p>
        <FormRefusal refusal={end.refusal} />
      </div>
      {!session.current && (
        <Button size="sm" pending={end.pending} aria-label={t`Sign out ${name}`} onClick={() => void end.submit(undefined)}>
          <Trans>Sign out</Trans>
        </Button>
      )}
    </li>
  );
}

function useBrowserWords(userAgent: string): string {
  const { t } = useLingui();
  const { browser, system } = browserName(userAgent);
  if (browser && system) return t`${browser} on ${system}`;
  return browser ?? system ?? t`An unknown program`;
}
