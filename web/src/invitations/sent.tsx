import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { rowProblems } from "@turnout/contract/guest-rows/row";
import type { HeldInvitation } from "@turnout/contract/invitations";
import { api, read } from "../api/client.ts";
import { newId } from "../live/new-id.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import { showToast } from "../ui/toast.ts";
import type { InvitedPerson } from "./draft-rows.ts";
import { useProblemWords } from "./use-problem-words.ts";
import type { Sending } from "./use-send-invitations.ts";

/** People shown of each kind; the guest list has the others. */
const SHOWN = 50;

export interface SentProps {
  eventId: string;
  sending: Sending;
  /** Invitations of the event that wait to be sent. */
  waiting: readonly HeldInvitation[];
  /** Says why some of them wait. */
  heldNote: (held: HeldInvitation[]) => ReactNode;
  onMore: () => void;
}

/** The result for everyone on the list: emailed, added without email, listed before, or not invited and why. */
export function Sent({ eventId, sending, waiting, heldNote, onMore }: SentProps) {
  const { t } = useLingui();
  const words = useProblemWords();
  const mailed = sending.mails ? sending.added.filter(({ email }) => email !== null) : [];
  const unmailed = sending.added.filter(({ email }) => !sending.mails || email === null);
  const isMailed = new Set(mailed.map(({ guestId }) => guestId));
  const held = waiting.filter(({ guestId }) => isMailed.has(guestId));
  const going = mailed.length - held.length;
  return (
    <Page title={t`Invited`}>
      <PageHead
        title={
          sending.mails && going === 0 && held.length > 0 ? (
            <Trans>Your invitations wait to be sent</Trans>
          ) : sending.mails ? (
            <Plural value={going} _0="No new invitations" one="One invitation is on its way" other="# invitations are on their way" />
          ) : (
            <Plural value={unmailed.length} _0="Nobody new" one="One person added" other="# people added" />
          )
        }
        lead={t`You'll see replies live on the event page and in the guest list.`}
        actions={<LinkButton href={`/e/${eventId}/guests`} look="primary" icon="users">{t`See the guest list`}</LinkButton>}
      />
      <div className="invite-step">
        <Account
          counts={[
            [t`emailed`, going],
            [t`waiting to be sent`, held.length],
            [t`on the list, no email`, unmailed.length],
            [t`on the list before`, sending.known],
            [t`not invited`, sending.left.length],
          ]}
        />
        {held.length > 0 && heldNote(held)}
        {sending.known > 0 && (
          <p>
            <Plural
              value={sending.known}
              one="One was already on the list. Nothing changed for them."
              other="# were already on the list. Nothing changed for them."
            />
          </p>
        )}
        {unmailed.length > 0 && <Unmailed eventId={eventId} people={unmailed} />}
        {sending.left.length > 0 && (
          <Notice
            tone="warning"
            title={<Plural value={sending.left.length} one="One line was not invited" other="# lines were not invited" />}
            action={
              <Button onClick={onMore}>
                <Trans>Fix and invite</Trans>
              </Button>
            }
          >
            <ul className="sent-people">
              {sending.left.slice(0, SHOWN).map((row) => (
                <li key={row.key}>
                  <strong>{row.name || row.source.trim()}</strong>{" "}
                  <span className="muted">
                    {row.problems
                      .filter(({ code }) => rowProblems[code] === "stops")
                      .map((problem) => words(problem, (index) => sending.rows[index]?.line ?? 0))
                      .join(" · ")}
                  </span>
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {sending.left.length === 0 && (
          <p>
            <Button onClick={onMore}>{t`Invite more`}</Button>
          </p>
        )}
      </div>
    </Page>
  );
}

/** Everybody who was on the list that was sent is in one of these. */
function Account({ counts }: { counts: [label: string, count: number][] }) {
  return (
    <ul className="sent-account">
      {counts.map(
        ([label, count]) =>
          count > 0 && (
            <li key={label}>
              <strong className="tabular">{count}</strong> {label}
            </li>
          ),
      )}
    </ul>
  );
}

function Unmailed({ eventId, people }: { eventId: string; people: InvitedPerson[] }) {
  const { t } = useLingui();
  async function copy(guestId: string) {
    const { url } = await read(
      api.POST("/api/events/{eventId}/guests/{guestId}/link", { params: { path: { eventId, guestId } }, body: { commandId: newId() } }),
    );
    await navigator.clipboard.writeText(url);
    showToast(t`Link copied`, { tone: "success" });
  }
  return (
    <section className="invite-step">
      <h2>
        <Plural value={people.length} one="One person got no email" other="# people got no email" />
      </h2>
      <p className="muted">
        <Trans>They are on the list. Copy their personal link and send it your own way.</Trans>
      </p>
      <ul className="draft-rows">
        {people.slice(0, SHOWN).map(({ guestId, name }) => (
          <li key={guestId} className="draft-row">
            <strong className="draft-row-who" dir="auto">
              {name}
            </strong>
            <Button size="sm" icon="link" onClick={() => void copy(guestId)}>
              <Trans>Copy link</Trans>
            </Button>
          </li>
        ))}
      </ul>
      {people.length > SHOWN && (
        <p className="muted">
          <Trans>The others are in the guest list.</Trans>
        </p>
      )}
    </section>
  );
}
