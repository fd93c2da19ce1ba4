import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { LinkButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { useEditor } from "./use-editor.ts";

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
      {view.refused?.code === "capacity_below_taken" ? <FewerSeatsDialog /> : <RefusalNotice />}
    </>
  );
}

function RefusalNotice() {
  const { t } = useLingui();
  const { view } = useEditor();
  const words = useRefusalWords();
  if (!view.refused) return null;
  const { code, facts } = view.refused;
  const isStranger = code === "sign_in_required" || code === "event_not_found";
  const next = encodeURIComponent(location.pathname + location.search);
  return (
    <Notice
      tone="danger"
      title={isStranger ? t`You're no longer signed in as a host of this event` : words(code, facts)}
      action={isStranger && <LinkButton size="sm" href={`/sign-in?next=${next}`}>{t`Sign in`}</LinkButton>}
      live
    >
      <p>{view.kept ? t`What you wrote is kept on this device.` : t`What you wrote is still on this page.`}</p>
    </Notice>
  );
}

/** Asks before the capacity is lowered below the seats taken. */
function FewerSeatsDialog() {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const taken = Number(view.refused?.facts?.["seatsTaken"] ?? view.seatsTaken);
  const seats = view.fields.capacity ?? 0;
  const giveUp = () => store.edit({ capacity: view.editing.server.capacity });
  return (
    <ConfirmDialog
      open
      title={t`${taken} people already have seats`}
      confirmLabel={t`Set it to ${seats} anyway`}
      danger={false}
      onCancel={giveUp}
      onConfirm={() => void store.saveAnyway()}
    >
      <p>
        <Trans>
          Nobody loses a seat. With {seats} seats, nobody new gets one until fewer than {seats} people are coming.
        </Trans>
      </p>
    </ConfirmDialog>
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
