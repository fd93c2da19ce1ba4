import { z } from "zod";
import { detailsFor } from "./audience.ts";
import { forEveryone, forHosts, type ChangesFor, type EntryReader, type RulesFor } from "./entry-rules.ts";
import { EventDetails, EventHost, WhenAndWhere } from "./events.ts";
import { UserId } from "./ids.ts";
import { Question, questionsForGuests } from "./questions.ts";

export const EventCreated = z.object({ type: z.literal("event.created"), details: EventDetails });
export const EventEdited = z.object({
  type: z.literal("event.edited"),
  details: EventDetails,
  changed: z.array(z.string()),
  /** Whether it changes what some readers may see: everyone but hosts then loads a fresh snapshot. */
  audienceChanged: z.boolean(),
  /** Only if time or place changed: their earlier values, and how guests are notified. For hosts only. */
  news: z.object({ was: WhenAndWhere, quietly: z.boolean(), note: z.string() }).nullable().optional(),
});
export type EventEdited = z.infer<typeof EventEdited>;
export const EventPublished = z.object({ type: z.literal("event.published"), details: EventDetails });
export const EventCancelled = z.object({ type: z.literal("event.cancelled"), details: EventDetails });
export const HostAdded = z.object({ type: z.literal("host.added"), host: EventHost });
export const HostRemoved = z.object({ type: z.literal("host.removed"), userId: UserId });
/** What hosts ask beside the answer, whole. Only hosts see what is no longer asked. */
export const QuestionsEdited = z.object({ type: z.literal("questions.edited"), questions: z.array(Question) });
export const ShareRenewed = z.object({ type: z.literal("share.renewed") });

export const eventEntries = [
  EventCreated,
  EventEdited,
  EventPublished,
  EventCancelled,
  HostAdded,
  HostRemoved,
  ShareRenewed,
  QuestionsEdited,
] as const;

/** The event's own part of a snapshot. */
export const EventPart = z.object({ details: EventDetails, hosts: z.array(EventHost), questions: z.array(Question) });
export type EventPart = z.infer<typeof EventPart>;

const withNewDetails = (_: EventPart, { details }: { details: EventDetails }) => ({ details });

export const eventChanges: ChangesFor<typeof eventEntries, EventPart> = {
  "event.created": withNewDetails,
  "event.edited": withNewDetails,
  "event.published": withNewDetails,
  "event.cancelled": withNewDetails,
  "host.added": ({ hosts }, { host }) => ({ hosts: [...hosts.filter(({ userId }) => userId !== host.userId), host] }),
  "host.removed": ({ hosts }, { userId }) => ({ hosts: hosts.filter((host) => host.userId !== userId) }),
  "share.renewed": null,
  "questions.edited": (_, { questions }) => ({ questions }),
};

/** Rules of all kinds here: they are about no guest and hold no text of messages. */
const aboutTheEvent = { about: () => null, hasOwnView: false, closesThePast: false, rewords: null, holds: null } as const;

export const eventEntryRules = {
  "event.created": { ...aboutTheEvent, seenBy: forHosts, endsAccess: null, changesAudience: null, mails: null },
  "event.edited": {
    ...aboutTheEvent,
    seenBy({ viewerClass }, body, { status }) {
      if (viewerClass === "host") return body;
      return status === "draft" ? null : { ...body, details: detailsFor(viewerClass, body.details), news: null };
    },
    endsAccess: null,
    changesAudience: (viewer, body) => viewer.class !== "host" && body.audienceChanged,
    mails: ({ news, details }) => (news && !news.quietly ? { to: "guests", kind: "changed", revision: details.revision } : null),
  },
  "event.published": { ...aboutTheEvent, seenBy: withDetails, endsAccess: null, changesAudience: null, mails: null },
  "event.cancelled": {
    ...aboutTheEvent,
    seenBy: withDetails,
    endsAccess: null,
    changesAudience: null,
    mails: ({ details }) => ({ to: "guests", kind: "cancelled", revision: details.revision }),
  },
  "host.added": { ...aboutTheEvent, seenBy: forEveryone, endsAccess: null, changesAudience: null, mails: null },
  "host.removed": {
    ...aboutTheEvent,
    seenBy: forEveryone,
    endsAccess: (viewer, { userId }) => (viewer.class === "host" ? viewer.userId === userId : viewer.linkMadeBy === userId),
    changesAudience: null,
    mails: null,
  },
  "share.renewed": {
    ...aboutTheEvent,
    seenBy: forHosts,
    endsAccess: (viewer) => viewer.class === "public",
    changesAudience: null,
    mails: null,
  },
  "questions.edited": {
    ...aboutTheEvent,
    seenBy({ viewerClass }, body, { status }) {
      if (viewerClass === "host") return body;
      return status === "draft" ? null : { ...body, questions: questionsForGuests(body.questions) };
    },
    endsAccess: null,
    changesAudience: null,
    mails: null,
  },
} satisfies RulesFor<typeof eventEntries>;

function withDetails<Body extends { details: EventDetails }>({ viewerClass }: EntryReader, body: Body): Body {
  return { ...body, details: detailsFor(viewerClass, body.details) };
}
