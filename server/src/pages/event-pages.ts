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

/** What else a page of an event is to say than where things stand. */
export interface Said {
  status: number;
  refused: AnswerCardContent["refused"];
}

export interface EventPages {
  /** The event's page for whoever asks; to those who may not see it, the same as for one that is not there. */
  sendEvent(request: FastifyRequest, reply: FastifyReply, eventId: string, said?: Said): Promise<FastifyReply>;
  /** A link or an address that opens nothing for whoever asks. */
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
 * Tells one form from the next (see `answerInput`). Those who are nobody in particular all get the same page, which is
 * compressed once for all of them: theirs is named by the log's position, and told apart by each browser's visit.
 */
function formName({ me, seq }: EventSnapshot): string {
  return me ? randomUUID() : String(seq);
}

function askedIn(query: unknown): Asked {
  const asked = (query as { answer?: string }).answer;
  const answer = Answer.safeParse(asked);
  return asked === "change" ? "change" : answer.success ? answer.data : null;
}
