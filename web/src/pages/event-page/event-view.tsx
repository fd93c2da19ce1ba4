import { phaseOf } from "@turnout/contract/event-phase";
import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useRef } from "react";
import { CalendarMenu } from "../../calendar/calendar-menu.tsx";
import { useLastSeen } from "../../chat/use-last-seen.ts";
import { EventFacts } from "../../events/event-facts.tsx";
import { EventHosts } from "../../events/event-hosts.tsx";
import { HostStrip } from "../../events/host-strip.tsx";
import { Markup } from "../../events/markup-view.tsx";
import { PhaseNotice } from "../../events/phase-notice.tsx";
import { useNow } from "../../events/use-now.ts";
import { DoorCodeLink } from "../../guests/door-code/door-code-link.tsx";
import { AnswerCard } from "../../guests/answer/answer-card.tsx";
import { KeepInvitation } from "../../guests/answer/keep-invitation.tsx";
import { Attendance } from "../../guests/attendance/attendance.tsx";
import { useEventSnapshot, useEventView } from "../../live/use-event.ts";
import { later } from "../../on-demand.ts";
import { LiveBadge } from "../../ui/badge.tsx";
import { Cover, useCoverTheme } from "../../ui/cover.tsx";
import { Page } from "../../ui/page.tsx";
import { whenQuiet } from "../../when-quiet.ts";
import { EventParts, useEventPart } from "./event-parts.tsx";

// Only for hosts, so in a chunk of its own.
const LatestAnswers = later(() => import("../../guests/attendance/latest-answers.tsx"), "LatestAnswers");

const loadAfter = () => import("../after-event.tsx");
const after = { words: "after-event" };
const HostAfter = later(loadAfter, "HostAfter", after);
const PhotoSection = later(loadAfter, "PhotoSection", after);

// For guests, and not before the page is quiet.
const GuestNotifications = later(async () => {
  await whenQuiet();
  return import("../../notifications/guest-notifications.tsx");
}, "GuestNotifications");

// Loaded after what a guest needs to read and answer.
const loadChat = async () => {
  await whenQuiet();
  return import("../../chat/chat-panel.tsx");
};
const ChatPanel = later(loadChat, "ChatPanel");

/** The page once there is a snapshot of the event. On phones it has two views, on wide screens both stand side by side. */
export function EventView() {
  const { t } = useLingui();
  const { details, eventId, hosts, viewer, messages, me } = useEventSnapshot();
  const state = useEventView((view) => view.state);
  const offlineSince = useEventView((view) => view.offlineSince);
  const [part, showPart] = useEventPart();
  const reading = useLastSeen(eventId, messages.at(-1)?.seq ?? 0);
  const composer = useRef<HTMLTextAreaElement>(null);
  const isHost = viewer.class === "host";
  const now = useNow();
  const phase = phaseOf(details, now);
  const hasBegun = phase !== "draft" && Date.parse(details.startsAt ?? "") <= now;
  const { theme, imageId } = details.cover;
  useCoverTheme(theme);

  const sayHello = () => {
    if (composer.current?.offsetParent) return composer.current.focus();
    showPart("chat");
    void loadChat().then(() => requestAnimationFrame(() => setTimeout(() => composer.current?.focus())));
  };
  const unread = messages.filter(({ seq, author }) => seq > (reading.seen ?? -1) && author.personId !== viewer.personId).length;
  const calendar = <CalendarMenu />;
  const actions = (
    <>
      {calendar}
      <DoorCodeLink />
    </>
  );
  const card = <AnswerCard calendar={calendar} onSayHello={sayHello} />;
  return (
    <div className="event-frame">
      <Page title={details.title || t`Untitled event`} width="full" bar={<LiveBadge state={state} since={offlineSince} />}>
        <EventParts part={part} onShow={showPart} unread={unread} />
        <div className="event-layout" data-part={part}>
          <div className="event-main">
            <div className="event-cover">
              <Cover theme={theme} seed={eventId} imageUrl={imageId && `/images/${imageId}`} />
            </div>
            <PhaseNotice />
            <div className="event-title">
              <h1 dir="auto">{details.title || t`Untitled event`}</h1>
              <EventHosts hosts={hosts} />
            </div>
            <Suspense fallback={null}>{isHost && phase === "over" && <HostAfter />}</Suspense>
            {isHost && <HostStrip />}
            <EventFacts calendar={actions} />
            {!isHost && card}
            {!isHost && <KeepInvitation />}
            <Suspense fallback={null}>{hasBegun && <PhotoSection />}</Suspense>
            <Suspense fallback={null}>{!isHost && me && <GuestNotifications />}</Suspense>
            <Attendance />
            <Suspense fallback={null}>{isHost && <LatestAnswers />}</Suspense>
            {isHost && card}
            {details.description.trim() && (
              <section className="event-about" aria-labelledby="about">
                <h2 id="about">
                  <Trans>About</Trans>
                </h2>
                <Markup text={details.description} kind="description" />
              </section>
            )}
          </div>
          <div className="event-chat" id="chat">
            <Suspense fallback={<div className="chat" />}>
              <ChatPanel reading={reading} composer={composer} />
            </Suspense>
          </div>
        </div>
      </Page>
    </div>
  );
}
