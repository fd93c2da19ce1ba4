import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useEffect } from "react";
import { loadSession, useSession } from "../../accounts/session.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { LinkButton } from "../../ui/button.tsx";
import { onDemand } from "../../on-demand.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { REFUSAL } from "./go-to-problem.ts";
import { useEditor } from "./use-editor.ts";

const FewerSeatsDialog = onDemand(() => import("./fewer-seats-dialog.tsx"), "FewerSeatsDialog");
const CopyWritten = onDemand(
  () => import("./copy-written.tsx"),
  "CopyWritten",
  () => null,
);

/** Notices about the whole form: refused, cancelled, unreachable. */
export function EditorNotices() {
  const { t } = useLingui();
  const { store, view } = useEditor();
  return (
    <>
      {view.status === "cancelled" && (
        <Notice
          tone="warning"
          title={t`This event was cancelled`}
          action={<LinkButton size="sm" href={`/e/${store.eventId}/settings`}>{t`Duplicate`}</LinkButton>}
        >
          <p>
            <Trans>Guests have been told, so it can't be changed any more. A duplicate starts as a new draft.</Trans>
          </p>
        </Notice>
      )}
      <Suspense>{view.refused?.code === "capacity_below_taken" ? <FewerSeatsDialog /> : <RefusalNotice />}</Suspense>
    </>
  );
}

function RefusalNotice() {
  const { t } = useLingui();
  const { view } = useEditor();
  const words = useRefusalWords();
  const { account } = useSession();
  const code = view.refused?.code;
  // It is refused in these words to somebody else and to nobody: the session may have ended elsewhere.
  useEffect(() => {
    if (code === "event_not_found") void loadSession();
  }, [code]);
  if (!view.refused) return null;
  const isStranger = code === "sign_in_required" || code === "event_not_found";
  const isRemoved = code === "event_not_found" && account !== null;
  const next = encodeURIComponent(location.pathname + location.search);
  const title = isRemoved
    ? t`You no longer host this event, or its draft was deleted`
    : isStranger
      ? t`You're no longer signed in as a host of this event`
      : words(view.refused.code, view.refused.facts);
  return (
    <div id={REFUSAL} tabIndex={-1}>
      <Notice
        tone="danger"
        title={title}
        action={
          isRemoved ? (
            <Suspense>
              <CopyWritten />
            </Suspense>
          ) : (
            isStranger && <LinkButton size="sm" href={`/sign-in?next=${next}`}>{t`Sign in`}</LinkButton>
          )
        }
        live
      >
        <p>{view.kept ? t`What you wrote is kept on this device.` : t`What you wrote is still on this page.`}</p>
      </Notice>
    </div>
  );
}

/** For people who may not edit: an absent event and a private one look the same. */
export function OnlyHosts() {
  const { t } = useLingui();
  const signIn = <LinkButton look="primary" href={`/sign-in?next=${encodeURIComponent(location.pathname)}`}>{t`Sign in`}</LinkButton>;
  return (
    <Page title={t`Edit the event`}>
      <EmptyState heading="h1" icon="lock" title={t`Only hosts can edit this event`} action={signIn}>
        <Trans>Sign in with the account that hosts this event.</Trans>
      </EmptyState>
    </Page>
  );
}
