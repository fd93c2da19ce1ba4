import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useDeferredValue, useId, useMemo, useState } from "react";
import { decodeText } from "@turnout/contract/decode-text";
import type { GuestRow } from "@turnout/contract/guest-rows/row";
import { MAX_INVITATION_MESSAGE } from "@turnout/contract/invitations";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { draftList, withRow, type DraftList } from "../invitations/draft-rows.ts";
import { DraftTable } from "../invitations/draft-table.tsx";
import { MailPreview } from "../invitations/mail-preview.tsx";
import { RepliesSwitch } from "../invitations/replies-switch.tsx";
import { useSendInvitations } from "../invitations/use-send-invitations.ts";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Field } from "../ui/field.tsx";
import { TextArea } from "../ui/input.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";

export function InvitePage({ params }: { params: { eventId: string } }) {
  return (
    <OpenEvent eventId={params.eventId}>
      <Ready />
    </OpenEvent>
  );
}

function Ready() {
  const { t } = useLingui();
  const { picture, gone } = useEventView();
  if (gone || (picture && picture.viewer.class !== "host")) {
    return (
      <Page title={t`Invite`}>
        <EmptyState icon="lock" title={t`Only hosts invite`} action={<LinkButton href="/events">{t`My events`}</LinkButton>}>
          <Trans>Sign in with the account that hosts this event.</Trans>
        </EmptyState>
      </Page>
    );
  }
  return picture ? <Invite /> : <PageSkeleton />;
}

function Invite() {
  const { t } = useLingui();
  const { details, eventId } = useEventSnapshot();
  const [text, setText] = useState("");
  const [message, setMessage] = useState("");
  const read = useDeferredValue(text);
  const draft = useMemo(() => draftList(read), [read]);
  const { sending, send, reset } = useSendInvitations();
  const withMail = draft.ready.filter((row) => row.email !== null).length;
  const published = details.status === "published";

  async function takeFile(file: File | undefined) {
    if (file) setText(decodeText(new Uint8Array(await file.arrayBuffer())));
  }

  if (sending?.finished && !sending.refusal)
    return <Sent eventId={eventId} added={sending.added} known={sending.known} onMore={() => (setText(""), reset())} />;
  return (
    <Page title={t`Invite · ${details.title}`} width="wide">
      <PageHead
        title={t`Invite people`}
        lead={<a href={`/e/${eventId}`}>{details.title}</a>}
        actions={<LinkButton href={`/e/${eventId}/guests`} icon="users">{t`Guest list`}</LinkButton>}
      />
      <div className="invite-layout">
        <div className="invite-step">
          <PasteBox text={text} onText={setText} onFile={(file) => void takeFile(file)} />
          {read.trim() !== "" && <Understood draft={draft} onMend={(row, line) => setText(withRow(text, row, line))} />}
        </div>
        <div className="invite-step">
          <Field label={t`A personal word`} optional={t`optional`} hint={t`Stands in the mail, above the time and place.`}>
            <TextArea value={message} maxLength={MAX_INVITATION_MESSAGE} onChange={(event) => setMessage(event.currentTarget.value)} />
          </Field>
          <RepliesSwitch />
          <MailPreview guests={draft.ready} message={message} />
          {sending?.refusal && <Refused code={sending.refusal} done={sending.done} />}
          {sending && !sending.finished && <ProgressBar label={t`Inviting`} value={sending.done} max={sending.total} />}
          {!published && (
            <Notice
              tone="warning"
              title={t`Not published yet`}
              action={<LinkButton href={`/e/${eventId}/edit`}>{t`Go to the event`}</LinkButton>}
            >
              <Trans>You can put people on the list now. Mails go out once the event is published.</Trans>
            </Notice>
          )}
          <Button
            look="primary"
            size="lg"
            icon="send"
            wide
            disabled={!published || withMail === 0}
            pending={sending !== null && !sending.finished}
            onClick={() => void send(draft.ready, message, true)}
          >
            <Plural value={withMail} _0="Send invitations" one="Send one invitation" other="Send # invitations" />
          </Button>
          <Button
            wide
            disabled={draft.ready.length === 0}
            pending={sending !== null && !sending.finished}
            onClick={() => void send(draft.ready, message, false)}
          >
            <Trans>Only put them on the list, send nothing</Trans>
          </Button>
        </div>
      </div>
    </Page>
  );
}

function PasteBox({ text, onText, onFile }: { text: string; onText: (text: string) => void; onFile: (file: File | undefined) => void }) {
  const { t } = useLingui();
  const file = useId();
  return (
    <div className="invite-box">
      <Field label={t`Who is invited?`} hint={t`Names, addresses, columns from a spreadsheet, a contacts export: paste it as it is.`}>
        <TextArea
          autoFocus
          rows={7}
          value={text}
          spellCheck={false}
          placeholder={"Grace Hopper <grace@example.org>\nalan@example.org, Katherine Johnson"}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      </Field>
      <p className="invite-sources">
        <label htmlFor={file} className="button button-quiet button-md">
          <Trans>Choose a CSV file</Trans>
          <input
            id={file}
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            onChange={(event) => onFile(event.currentTarget.files?.[0])}
          />
        </label>
      </p>
    </div>
  );
}

function Understood({ draft, onMend }: { draft: DraftList; onMend: (row: GuestRow, line: string) => void }) {
  const { t } = useLingui();
  const { rows, ready, withEmail } = { ...draft.parsed.summary };
  const ignored = draft.parsed.ignoredColumns.map((column) => column.title).filter(Boolean);
  return (
    <section className="invite-step" aria-label={t`People read from the text`}>
      {draft.parsed.tooLarge && (
        <Notice tone="danger" title={t`This is too much at once`}>{t`Up to 10,000 people fit. Please split the file.`}</Notice>
      )}
      <p role="status">
        <strong>
          <Plural value={rows} one="One person" other="# people" />
        </strong>{" "}
        <span className="muted">
          <Trans>
            {ready} ready, {withEmail} with an e-mail address
          </Trans>
        </span>
      </p>
      {ignored.length > 0 && (
        <p className="muted">
          <Trans>Columns left out: {ignored.join(", ")}</Trans>
        </p>
      )}
      {draft.parsed.unread && (
        <Notice
          tone="warning"
          title={t`The rest was not read`}
        >{t`Everything from line ${draft.parsed.unread.line} on is beyond 10,000 people. Invite these first, then paste the rest.`}</Notice>
      )}
      <DraftTable draft={draft} onMend={onMend} />
    </section>
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

function Sent({ eventId, added, known, onMore }: { eventId: string; added: number; known: number; onMore: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`Invited`}>
      <EmptyState
        icon="check"
        title={<Plural value={added} _0="Nobody new" one="One person invited" other="# people invited" />}
        action={
          <>
            <LinkButton href={`/e/${eventId}/guests`} look="primary" icon="users">{t`See the guest list`}</LinkButton>
            <Button onClick={onMore}>{t`Invite more`}</Button>
          </>
        }
      >
        {known > 0 && (
          <Plural
            value={known}
            one="One was on the list already and stays as they are."
            other="# were on the list already and stay as they are."
          />
        )}{" "}
        <Trans>Answers show up by themselves, on the event page and in the guest list.</Trans>
      </EmptyState>
    </Page>
  );
}
