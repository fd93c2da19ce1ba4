import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Answer } from "@turnout/contract/guests";
import { phaseOf } from "@turnout/contract/event-phase";
import type { Deps } from "../http/deps.ts";
import type { PageRenderer } from "../http/page.ts";
import { readerLocale } from "../http/reader-locale.ts";
import type { Parts } from "../http/send-parts.ts";
import { answerCard } from "./answer-card.ts";
import type { AnswerCardContent, Asked } from "./answer-content.ts";
import { wholeSnapshot } from "../log/load-snapshot.ts";
import type { ReadSnapshot } from "../log/kept-snapshots.ts";
import { dateLocale } from "./date-locale.ts";
import { EVENT_APP, eventPage, ownData } from "./event-page.ts";
import { anyGuest, cutAtMarks, fillingsFor, hasNotAnswered } from "./unanswered-start.ts";
import type { SendPage } from "./send-page.ts";

type Send = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** How a page differs from the plain event page: its HTTP status, and a refused form to show again. */
export interface PageOptions {
  status: number;
  refused: AnswerCardContent["refused"];
}

export interface EventPages {
  /** The event's page. Whoever may not see the event gets the same reply as for an event that does not exist. */
  sendEvent(request: FastifyRequest, reply: FastifyReply, eventId: string, options?: PageOptions): Promise<FastifyReply>;
  /** The reply to an invalid link, and for an event that the reader may not see. */
  sendNothing: Send;
}

interface Sending {
  render: PageRenderer;
  send: SendPage;
  sendNothing: Send;
}

export function createEventPages(deps: Deps, { render, send, sendNothing }: Sending): EventPages {
  return {
    sendNothing,
    async sendEvent(request, reply, eventId, { status, refused } = { status: 200, refused: null }) {
      const visitId = deps.openVisit(request, reply);
      const identity = await deps.identityOf(request);
      const part = await deps.access.partOf({ ...identity, visitId }, eventId);
      const snapshot = part && (await deps.readSnapshot(eventId, part));
      if (!snapshot) return sendNothing(request, reply);
      const locale = readerLocale(request.headers);
      const card = {
        locale,
        dates: dateLocale(request.headers, locale),
        now: deps.now().getTime(),
        asked: askedIn(request.query),
        accountName: identity.user?.name ?? "",
        refused,
      };
      return send(request, reply, status, partsOf(snapshot, card));
    },
  };

  function partsOf(read: ReadSnapshot, card: CardContent): Parts {
    const { kept, own } = read;
    const { locale, dates, accountName, refused } = card;
    const startOf = () => render.start(eventPage(kept, deps, card));
    const endFor = (form: string) =>
      render.end(
        { app: EVENT_APP, locale },
        { data: ownData(own), form: answerCard({ ...card, snapshot: wholeSnapshot({ shared: kept.shared, own }), form }) },
      );
    const unanswered = unansweredParts(read, card);
    if (unanswered) return unanswered;
    if (own.viewer.personId !== null || own.viewer.wasRemoved || accountName !== "" || refused)
      return {
        start: kept.once(`page ${locale} ${dates} ${phaseOf(kept.shared.details, card.now)}`, startOf),
        end: endFor(own.me ? randomUUID() : String(kept.shared.seq)),
      };
    // All anonymous visitors get the same page: their form is named by the log's position, and their commands differ by visit.
    const whole = () => Buffer.concat([startOf(), endFor(String(kept.shared.seq))]);
    return { start: kept.once(`whole page ${variantOf(read, card)}`, whole), end: Buffer.alloc(0) };
  }

  /** Guests who have not answered get the same form, but for their name and the form's: what else is theirs comes behind it. */
  function unansweredParts(read: ReadSnapshot, card: CardContent): Parts | null {
    const { kept, own } = read;
    const { locale, refused } = card;
    if (!own.me || refused || !hasNotAnswered(own.me)) return null;
    const { me, form } = anyGuest(own.me);
    const start = kept.once(`unanswered ${variantOf(read, card)} ${me.plusOnesAllowed}`, () => {
      const snapshot = wholeSnapshot({ shared: kept.shared, own: { ...own, me } });
      return cutAtMarks(render.start(eventPage(kept, deps, card), answerCard({ ...card, snapshot, form })));
    });
    const fillings = fillingsFor(start, own.me);
    return fillings && { start, fillings, end: render.end({ app: EVENT_APP, locale }, { data: ownData(own), form: null }) };
  }
}

type CardContent = Omit<AnswerCardContent, "snapshot" | "form">;

/** What pages with the same shared part of a snapshot differ by, besides their reader. */
function variantOf({ kept }: ReadSnapshot, { locale, dates, asked, now }: CardContent): string {
  return `${locale} ${dates} ${asked} ${phaseOf(kept.shared.details, now)}`;
}

function askedIn(query: unknown): Asked {
  const asked = (query as { answer?: string }).answer;
  const answer = Answer.safeParse(asked);
  return asked === "change" ? "change" : answer.success ? answer.data : null;
}
