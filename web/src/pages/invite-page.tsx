import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { EventDetails } from "@turnout/contract/events";
import { MAX_INVITATION_MESSAGE } from "@turnout/contract/invitations";
import { serverNow } from "../clock.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { HostsPage } from "../events/hosts-page.tsx";
import { DraftBox } from "../invitations/draft-box.tsx";
import { leftover, type DraftCounts } from "../invitations/draft-rows.ts";
import { DraftTable } from "../invitations/draft-table.tsx";
import { MailPreview } from "../invitations/mail-preview.tsx";
import { RepliesSwitch } from "../invitations/replies-switch.tsx";
import { Sent, type SentProps } from "../invitations/sent.tsx";
import { useDraft, type Draft } from "../invitations/use-draft.ts";
import { useSendInvitations } from "../invitations/use-send-invitations.ts";
import { HeldNote } from "../notifications/held-note.tsx";
import { useHeldInvitations } from "../notifications/use-held-invitations.ts";
import { useEventSnapshot } from "../live/use-event.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { TextArea } from "../ui/input.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";

export function InvitePage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <HostsPage eventId={eventId} name="invite" title={t`Invite`} refusal={t`Only hosts invite`}>
      <Invite />
    </HostsPage>
  );
}

function Invite() {
  const { t } = useLingui();
  const { details, eventId } = useEventSnapshot();
  const [message, setMessage] = useState("");
  const list = useDraft();
  const { sending, send, reset } = useSendInvitations();
  const { draft } = list;
  const { withMail } = draft.counts;
  const isOver = useIsOver(details);
  const isDraft = details.status === "draft";
  const isSending = sending !== null && !sending.finished;

  if (sending?.finished && !sending.refusal)
    return <Result eventId={eventId} sending={sending} onMore={() => (list.startOver(leftover(sending.left)), reset())} />;
  const head = (
    <PageHead
      title={t`Invite people`}
      lead={<a href={`/e/${eventId}`}>{details.title}</a>}
      actions={<LinkButton href={`/e/${eventId}/guests`} icon="users">{t`Guest list`}</LinkButton>}
    />
  );
  if (details.status === "cancelled")
    return (
      <Page title={t`Invite · ${details.title}`} width="wide">
        {head}
        <WhyNoMails status={details.status} eventId={eventId} />
      </Page>
    );
  return (
    <Page title={t`Invite · ${details.title}`} width="wide">
      {head}
      {isOver && <WhyNoMails status={details.status} eventId={eventId} />}
      <div className="invite-layout">
        <div className="invite-step">
          <DraftBox list={list} />
          {draft.rows.length + draft.lists.filter(({ tooLarge }) => tooLarge).length > 0 && <Understood list={list} />}
        </div>
        <div className="invite-step">
          {!isOver && (
            <>
              <Field label={t`Personal note`} optional={t`optional`} hint={t`Appears in the email above the details.`}>
                <TextArea value={message} maxLength={MAX_INVITATION_MESSAGE} onChange={(event) => setMessage(event.currentTarget.value)} />
              </Field>
              <RepliesSwitch eventId={eventId} />
              <MailPreview guests={draft.ready} message={message} />
            </>
          )}
          {sending?.refusal && <Refused code={sending.refusal} done={sending.done} />}
          {isSending && <ProgressBar label={t`Inviting`} value={sending.done} max={sending.total} />}
          {isDraft && <WhyNoMails status={details.status} eventId={eventId} />}
          {!isOver && (
            <Button
              look="primary"
              size="lg"
              icon="send"
              wide
              disabled={isDraft || withMail === 0 || list.isReading}
              pending={isSending}
              onClick={() => void send(draft, message, true)}
            >
              <Plural value={withMail} _0="Send invitations" one="Send one invitation" other="Send # invitations" />
            </Button>
          )}
          <Button
            wide
            disabled={draft.ready.length === 0 || list.isReading}
            pending={isSending}
            onClick={() => void send(draft, message, false)}
          >
            <Trans>Add to guest list without emailing</Trans>
          </Button>
        </div>
      </div>
    </Page>
  );
}

/** Asked for once the page is shown: few invite to what is over. */
function useIsOver(details: EventDetails): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    void import("@turnout/contract/event-end").then(
      (end) => isCurrent && setOver(end.isOver(details, serverNow())),
      () => {}, // without a network nothing is sent either
    );
    return () => void (isCurrent = false);
  }, [details]);
  return isOver;
}

/** Why nobody gets an invitation: the server would send none. */
function WhyNoMails({ status, eventId }: { status: EventDetails["status"]; eventId: string }) {
  const { t } = useLingui();
  const toEvent = <LinkButton href={`/e/${eventId}${status === "draft" ? "/edit" : ""}`}>{t`Go to the event`}</LinkButton>;
  if (status === "draft")
    return (
      <Notice tone="warning" title={t`Not published yet`} action={toEvent}>
        <Trans>You can add people to the list now. Invitations go out once the event is published.</Trans>
      </Notice>
    );
  if (status === "cancelled") return <Notice tone="warning" title={t`This event has been cancelled`} action={toEvent} />;
  return (
    <Notice tone="warning" title={t`This event is over`} action={toEvent}>
      <Trans>You can still add people to the list. Invitations no longer go out.</Trans>
    </Notice>
  );
}

function Result(props: Omit<SentProps, "fates" | "heldNote">) {
  const fates = useHeldInvitations(props.eventId);
  return <Sent {...props} fates={fates} heldNote={(held) => <HeldNote held={held} aDay={fates?.aDay ?? null} />} />;
}

function Understood({ list }: { list: Draft }) {
  const { t } = useLingui();
  const { draft, mend, choose } = list;
  const ignored = draft.lists.flatMap(({ ignoredColumns }) => ignoredColumns.map(({ title }) => title)).filter(Boolean);
  const unread = draft.lists.find((one) => one.unread)?.unread;
  return (
    <section className="invite-step" aria-label={t`People read from the text`} aria-busy={list.isReading} inert={list.reading.length > 0}>
      {draft.lists.some(({ tooLarge }) => tooLarge) && (
        <Notice tone="danger" title={t`This is too much at once`}>{t`Up to 10,000 people fit. Please split the file.`}</Notice>
      )}
      <Counts {...draft.counts} />
      {ignored.length > 0 && (
        <p className="muted">
          <Trans>Columns left out: {[...new Set(ignored)].join(", ")}</Trans>
        </p>
      )}
      {unread && (
        <Notice
          tone="warning"
          title={t`The rest was not read`}
        >{t`Everything from line ${unread.line} on is beyond 10,000 people. Invite these first, then paste the rest.`}</Notice>
      )}
      <DraftTable draft={draft} onMend={mend} onChoose={choose} />
    </section>
  );
}

/** The same numbers as on the button: everybody is in one of them. */
function Counts({ withMail, withoutMail, left }: DraftCounts) {
  return (
    <p role="status" className="draft-counts">
      <strong>
        <Plural value={withMail} one="One invitation" other="# invitations" />
      </strong>
      {withoutMail > 0 && (
        <span>
          <Plural value={withoutMail} one="One without an email address" other="# without an email address" />
        </span>
      )}
      {left > 0 && (
        <span className="draft-counts-left">
          <Plural value={left} one="One won't be invited yet" other="# won't be invited yet" />
        </span>
      )}
    </p>
  );
}

function Refused({ code, done }: { code: string; done: number }) {
  const { t } = useLingui();
  const words = useRefusalWords();
  return (
    <Notice tone="danger" title={words(code)} live>
      {done > 0 ? t`${done} are invited already. Sending again leaves them as they are.` : t`Nobody was invited. Your list is still here.`}
    </Notice>
  );
}
