import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { rowProblems } from "@turnout/contract/guest-rows/row";
import type { HeldInvitation, HeldInvitations } from "@turnout/contract/invitations";
import { useCopyLink } from "../guests/list/use-copy-link.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page, PageHead } from "../ui/page.tsx";
import type { InvitedPerson } from "./draft-rows.ts";
import { useProblemWords } from "./use-problem-words.ts";
import type { Sending } from "./use-send-invitations.ts";

/** People shown of each kind; the guest list has the others. */
const SHOWN = 50;

export interface SentProps {
  eventId: string;
  sending: Sending;
  /** What has become of the event's invitations; null until it is known. */
  fates: HeldInvitations | null;
  /** Says why some of them wait. */
  heldNote: (held: HeldInvitation[]) => ReactNode;
  onMore: () => void;
}

/** The result for everyone on the list: emailed, held, not delivered, added without email, listed before, or not invited and why. */
export function Sent({ eventId, sending, fates, heldNote, onMore }: SentProps) {
  const { t } = useLingui();
  const words = useProblemWords();
  const mailed = sending.mails ? sending.added.filter(({ email }) => email !== null) : [];
  const unmailed = sending.added.filter(({ email }) => !sending.mails || email === null);
  const isMailed = new Set(mailed.map(({ guestId }) => guestId));
  const held = fates?.held.filter(({ guestId }) => isMailed.has(guestId)) ?? [];
  const failed = fates?.failed.filter((guestId) => isMailed.has(guestId)) ?? [];
  const peopleOf = (guestIds: readonly string[]) => {
    const some = new Set(guestIds);
    return mailed.filter(({ guestId }) => some.has(guestId));
  };
  const going = mailed.length - held.length - failed.length;
  const areSent = fates?.onTheWay === 0;
  return (
    <Page title={t`Invited`}>
      <PageHead
        title={
          sending.mails && going === 0 && held.length > 0 ? (
            <Trans>Your invitations wait to be sent</Trans>
          ) : sending.mails && going === 0 && failed.length > 0 ? (
            <Trans>Your invitations didn't arrive</Trans>
          ) : sending.mails ? (
            <Plural value={going} _0="No new invitations" one="One invitation is on its way" other="# invitations are on their way" />
          ) : (
            <Plural value={unmailed.length} _0="Nobody new" one="One person added" other="# people added" />
          )
        }
        lead={t`You'll see answers live on the event page and in the guest list.`}
        actions={<LinkButton href={`/e/${eventId}/guests`} look="primary" icon="users">{t`See the guest list`}</LinkButton>}
      />
      <div className="invite-step">
        <Account
          counts={[
            [areSent ? t`emailed` : t`on their way`, going],
            [t`waiting to be sent`, held.length],
            [t`not delivered`, failed.length],
            [t`on the list, no email`, unmailed.length],
            [t`on the list before`, sending.known],
            [t`not invited`, sending.left.length],
          ]}
        />
        {held.length > 0 && (
          <section className="invite-step">
            {heldNote(held)}
            <p className="muted">
              <Trans>To reach them sooner, copy their personal link and send it your own way.</Trans>
            </p>
            <People eventId={eventId} people={peopleOf(held.map(({ guestId }) => guestId))} />
          </section>
        )}
        {failed.length > 0 && (
          <section className="invite-step">
            <Notice
              tone="warning"
              title={<Plural value={failed.length} one="One invitation didn't arrive" other="# invitations didn't arrive" />}
              live
            >
              <Trans>Check the address in the guest list, or copy their personal link and send it your own way.</Trans>
            </Notice>
            <People eventId={eventId} people={peopleOf(failed)} />
          </section>
        )}
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
  return (
    <section className="invite-step">
      <h2>
        <Plural value={people.length} one="One person got no email" other="# people got no email" />
      </h2>
      <p className="muted">
        <Trans>They are on the list. Copy their personal link and send it your own way.</Trans>
      </p>
      <People eventId={eventId} people={people} />
    </section>
  );
}

/** People who have to be sent their link by the host. */
function People({ eventId, people }: { eventId: string; people: InvitedPerson[] }) {
  const copyLink = useCopyLink(eventId);
  return (
    <>
      <ul className="draft-rows">
        {people.slice(0, SHOWN).map((person) => (
          <li key={person.guestId} className="draft-row">
            <span className="draft-row-who">
              <strong dir="auto">{person.name}</strong>
              {person.email && <span className="muted">{person.email}</span>}
            </span>
            <Button size="sm" icon="link" onClick={() => void copyLink(person)}>
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
    </>
  );
}
