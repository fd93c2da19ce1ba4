import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Answer } from "@turnout/contract/guests";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { Deps } from "../http/deps.ts";
import type { RenderPage } from "../http/page.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { answerCard } from "./answer-card.ts";
import type { AnswerCardContent, Asked } from "./answer-content.ts";
import { eventPage } from "./event-page.ts";
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
  render: RenderPage;
  send: SendPage;
  sendNothing: Send;
}

export function createEventPages(deps: Deps, { render, send, sendNothing }: Sending): EventPages {
  return {
    sendNothing,
    async sendEvent(request, reply, eventId, { status, refused } = { status: 200, refused: null }) {
      const visitId = deps.openVisit(request, reply);
      const identity = await deps.identityOf(request);
      const viewer = await deps.access.viewerOf({ ...identity, visitId }, eventId);
      const snapshot = viewer && (await deps.loadSnapshot(eventId, viewer));
      if (!snapshot) return sendNothing(request, reply);
      const locale = readerLocale(request.headers);
      const card = answerCard({
        snapshot,
        locale,
        now: deps.now().getTime(),
        asked: askedIn(request.query),
        form: formName(snapshot),
        accountName: identity.user?.name ?? "",
        refused,
      });
      return send(request, reply, status, render({ ...eventPage(snapshot, deps, locale), form: card }));
    },
  };
}

/**
 * Identifies the form (see `answerInput`). All anonymous visitors get the same page, compressed once: their form is named by
 * the log's position, and their commands differ by each browser's visit.
 */
function formName({ me, seq }: EventSnapshot): string {
  return me ? randomUUID() : String(seq);
}

function askedIn(query: unknown): Asked {
  const asked = (query as { answer?: string }).answer;
  const answer = Answer.safeParse(asked);
  return asked === "change" ? "change" : answer.success ? answer.data : null;
}
