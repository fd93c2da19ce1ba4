import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  AddGuest,
  AnswerForGuest,
  AnswerInvitation,
  EditGuest,
  Confirmations,
  ConfirmComing,
  ConfirmedFilter,
  GuestOrder,
  GuestPage,
  GuestReach,
  RecordArrival,
  RemovedGuest,
  RemoveGuest,
  SettleReply,
  Standing,
} from "@turnout/contract/guests";
import { Conflict } from "@turnout/contract/conflicts";
import { GuestTag } from "@turnout/contract/guest-tags";
import { CommandId, EventId, GuestId } from "@turnout/contract/ids";
import { Insight } from "@turnout/contract/insight";
import { Actor, Committed, EntryBody } from "@turnout/contract/log";
import { QuestionTallies } from "@turnout/contract/question-tallies";
import { refuse } from "@turnout/contract/refusals";
import { attachmentOf } from "../http/attachment.ts";
import type { Deps } from "../http/deps.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { JSON_TYPE } from "../http/send-json-text.ts";
import { createPartsSender } from "../http/send-parts.ts";
import type { ViewerPart } from "../log/kept-snapshots.ts";
import { isShortOfMemory } from "../short-of-memory.ts";
import { claimGuest } from "./claim-guest.ts";
import { dayOf } from "../events/days-before.ts";
import { eventRow } from "../events/queries.ts";
import { confirmComing } from "./confirming.ts";
import { conflictsOf } from "./conflicts.ts";
import { addGuest, answerForGuest, editGuest, recordArrival, removeGuest } from "./commands.ts";
import { audit } from "../audit/audit.ts";
import { boardRoutes } from "./board-routes.ts";
import { doorFactRoutes } from "./door-fact-routes.ts";
import { bulkRoutes } from "./bulk-routes.ts";
import { waitingRepliesRoute } from "./waiting-replies.ts";
import { tagRoutes } from "./tag-routes.ts";
import { guestsCsv, guestsXlsx } from "./export.ts";
import { XLSX_TYPE } from "./xlsx.ts";
import { settleReply } from "./held-replies.ts";
import { doorLinkRoutes } from "./door-link-routes.ts";
import { doorRoutes } from "./door-routes.ts";
import { giveAnswer } from "./give-answer.ts";
import { questionTallies } from "./question-tallies.ts";
import { insightOf } from "./insight.ts";
import { createKeptLists } from "./kept-lists.ts";
import { confirmations, guestByEmail, guestHistory, placeOnWaitlist, removedGuests, type GuestFilter } from "./queries.ts";

const EventParams = z.object({ eventId: EventId });
const GuestParams = EventParams.extend({ guestId: GuestId });
const GuestQuery = z.object({
  search: z.string().trim().max(100).default(""),
  standing: Standing.optional(),
  tag: GuestTag.optional(),
  reach: GuestReach.optional(),
  /** Those who are going, by whether they confirmed that they still come. For hosts. */
  confirmed: ConfirmedFilter.optional(),
  order: GuestOrder.default("name"),
  cursor: z.string().max(400).optional(),
});
const Answered = Committed.extend({ guestId: GuestId });
const HistoryLine = z.object({ seq: z.int(), at: z.iso.datetime(), actor: Actor, body: EntryBody });

/** Routes of answers and the guest list. */
export function guestRoutes(server: FastifyInstance, deps: Deps) {
  ownAnswerRoute(server, deps);
  confirmationRoute(server, deps);
  confirmationsRoute(server, deps);
  conflictsRoute(server, deps);
  guestListRoutes(server, deps);
  spreadsheetRoute(server, deps);
  insightRoute(server, deps);
  guestEntryRoutes(server, deps);
  doorFactRoutes(server, deps);
  waitingRepliesRoute(server, deps);
  tagRoutes(server, deps);
  bulkRoutes(server, deps);
  heldReplyRoutes(server, deps);
  guestRecordRoutes(server, deps);
  questionTalliesRoute(server, deps);
  doorRoutes(server, deps);
  doorLinkRoutes(server, deps);
  boardRoutes(server, deps);
  claimRoute(server, deps);
}

function ownAnswerRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.put(
    "/api/events/:eventId/rsvp",
    {
      schema: {
        operationId: "answerInvitation",
        tags: ["guests"],
        params: EventParams,
        body: AnswerInvitation,
        response: { 200: Answered },
      },
      config: { authz: "answerer", limit: "answer" },
    },
    (request, reply) => giveAnswer(deps, { request, reply }, request.params.eventId, request.body),
  );
}

function confirmationRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().put(
    "/api/events/:eventId/rsvp/confirmation",
    {
      schema: {
        operationId: "confirmComing",
        summary: "A guest who is going says that they still come",
        tags: ["guests"],
        params: EventParams,
        body: ConfirmComing,
        response: { 200: Committed },
      },
      config: { authz: "guest", limit: "answer" },
    },
    (request) => deps.perform(request, request.params.eventId, confirmComing, request.body),
  );
}

function conflictsRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/events/:eventId/conflicts",
    {
      schema: {
        operationId: "listConflicts",
        summary: "Other events at the same time that the account hosts or has said yes to; none without an account",
        tags: ["guests"],
        params: EventParams,
        response: { 200: z.object({ conflicts: z.array(Conflict) }) },
      },
      config: { authz: "viewer", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      const { userId } = await deps.access.viewerAt(request, eventId);
      return { conflicts: userId === null ? [] : await conflictsOf(deps.db, userId, eventId) };
    },
  );
}

function guestListRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;
  const sendParts = createPartsSender();
  const lists = createKeptLists({ db: deps.db, isShort: isShortOfMemory });

  const dayOfEvent = async (eventId: string) => {
    const event = await eventRow(deps.db, eventId);
    return event ? dayOf(event) : null;
  };

  /** The list that all guests begin with is read once for them. What only hosts see changes without an entry, too. */
  async function pageFor(eventId: string, part: ViewerPart, filter: GuestFilter): Promise<Buffer | null> {
    const read = () => lists.read(eventId, part.viewer, filter);
    const { search, standing, tag, reach, confirmed, cursor } = filter;
    const isFirst = search === "" && !(standing ?? tag ?? reach ?? confirmed ?? cursor);
    if (part.viewer.class === "host" || !isFirst) return (await read())?.bytes ?? null;
    const snapshot = await deps.readSnapshot(eventId, part);
    return snapshot && snapshot.kept.onceRead("guests", read);
  }

  routes.get(
    "/api/events/:eventId/guests",
    {
      schema: { operationId: "listGuests", tags: ["guests"], params: EventParams, querystring: GuestQuery, response: { 200: GuestPage } },
      config: { authz: "viewer", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const { search, order, standing = null, tag = null, reach = null, confirmed: is, cursor = null } = request.query;
      const part = await access.partAt(request, eventId);
      const { viewer } = part;
      const day = is && viewer.class === "host" ? await dayOfEvent(eventId) : null;
      const confirmed = is && day !== null ? { is, day } : null;
      // Only hosts may learn when somebody answered, and the order would reveal it.
      const filter = { search, order: viewer.class === "host" ? order : ("name" as const), standing, tag, reach, confirmed, cursor };
      const page = (await pageFor(eventId, part, filter)) ?? refuse("event_not_found");
      return sendParts(request, reply.type(JSON_TYPE), { start: page, end: Buffer.alloc(0) });
    },
  );

  routes.get(
    "/api/events/:eventId/guests.csv",
    {
      schema: {
        operationId: "exportGuests",
        summary: "The guest list as CSV, its headings and answers in the language of the reader, or else in English",
        tags: ["guests"],
        params: EventParams,
        produces: ["text/csv"],
      },
      config: { authz: "host", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const { userId } = await access.hostAt(request, eventId);
      const csv = (await guestsCsv(deps.db, eventId, readerLocale(request.headers))) ?? refuse("event_not_found");
      await audit(deps.db, { action: "guests.exported", actorId: userId, eventId });
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", attachmentOf((await eventRow(deps.db, eventId))?.title ?? "", "guests.csv"))
        .send(csv);
    },
  );
}

function confirmationsRoute(server: FastifyInstance, { db, access }: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/confirmations",
    {
      schema: {
        operationId: "getConfirmations",
        summary: "How many guests confirmed that they still come, and how many who are going did not",
        tags: ["guests"],
        params: EventParams,
        response: { 200: Confirmations },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      const event = (await eventRow(db, eventId)) ?? refuse("event_not_found");
      return confirmations(db, eventId, dayOf(event));
    },
  );
}

function spreadsheetRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/guests.xlsx",
    {
      schema: {
        operationId: "exportGuestsAsSpreadsheet",
        summary: "The guest list as a spreadsheet, in the words of the CSV",
        tags: ["guests"],
        params: EventParams,
        produces: [XLSX_TYPE],
      },
      config: { authz: "host", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const { userId } = await deps.access.hostAt(request, eventId);
      const sheet = (await guestsXlsx(deps.db, eventId, readerLocale(request.headers))) ?? refuse("event_not_found");
      await audit(deps.db, { action: "guests.exported", actorId: userId, eventId });
      return reply
        .type(XLSX_TYPE)
        .header("content-disposition", attachmentOf((await eventRow(deps.db, eventId))?.title ?? "", "guests.xlsx"))
        .send(sheet);
    },
  );
}

function insightRoute(server: FastifyInstance, { db, access }: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/insight",
    {
      schema: {
        operationId: "getInsight",
        summary: "Answers over time, who came, and the waitlist, in numbers",
        tags: ["guests"],
        params: EventParams,
        response: { 200: Insight },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      return insightOf(db, eventId);
    },
  );
}

/** What hosts change of the list. */
function guestEntryRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/guests",
    {
      schema: { operationId: "addGuest", tags: ["guests"], params: EventParams, body: AddGuest, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    (request) => deps.perform(request, request.params.eventId, addGuest, request.body),
  );

  routes.patch(
    "/api/events/:eventId/guests/:guestId",
    {
      schema: { operationId: "editGuest", tags: ["guests"], params: GuestParams, body: EditGuest, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, editGuest, { ...request.body, guestId });
    },
  );

  routes.put(
    "/api/events/:eventId/guests/:guestId/rsvp",
    {
      schema: { operationId: "answerForGuest", tags: ["guests"], params: GuestParams, body: AnswerForGuest, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, answerForGuest, { ...request.body, guestId });
    },
  );

  routes.post(
    "/api/events/:eventId/guests/:guestId/arrivals",
    {
      schema: {
        operationId: "recordArrival",
        summary: "People of a party have come in, or that is taken back",
        tags: ["guests"],
        params: GuestParams,
        body: RecordArrival,
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "door" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, recordArrival, { ...request.body, guestId });
    },
  );

  routes.delete(
    "/api/events/:eventId/guests/:guestId",
    {
      schema: {
        operationId: "removeGuest",
        tags: ["guests"],
        params: GuestParams,
        querystring: z.object({ commandId: CommandId }),
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      const input = { ...RemoveGuest.parse(request.query), guestId };
      return deps.perform(request, eventId, removeGuest, input);
    },
  );
}

/** What hosts decide on replies that wait for them. */
function heldReplyRoutes(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().post(
    "/api/events/:eventId/guests/:guestId/settled-replies",
    {
      schema: {
        operationId: "settleReply",
        summary: "Leave a held reply of a calendar without effect",
        tags: ["guests"],
        params: GuestParams,
        body: SettleReply,
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, settleReply, { ...request.body, guestId });
    },
  );
}

/** What hosts read beside the list. */
function guestRecordRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.get(
    "/api/events/:eventId/removed-guests",
    {
      schema: {
        operationId: "listRemovedGuests",
        tags: ["guests"],
        params: EventParams,
        response: { 200: z.object({ guests: z.array(RemovedGuest) }) },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      return { guests: await removedGuests(deps.db, eventId) };
    },
  );

  routes.get(
    "/api/events/:eventId/guests/:guestId/history",
    {
      schema: {
        operationId: "getGuestHistory",
        tags: ["guests"],
        params: GuestParams,
        response: { 200: z.object({ lines: z.array(HistoryLine), place: z.int().nullable() }) },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      await access.hostAt(request, eventId);
      const [lines, place] = await Promise.all([guestHistory(deps.db, eventId, guestId), placeOnWaitlist(deps.db, eventId, guestId)]);
      return { lines, place };
    },
  );
}

function questionTalliesRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/question-tallies",
    {
      schema: {
        operationId: "getQuestionTallies",
        summary: "How often each answer to the event's questions was given",
        tags: ["guests"],
        params: EventParams,
        response: { 200: QuestionTallies },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      return (await questionTallies(deps.db, eventId)) ?? refuse("event_not_found");
    },
  );
}

function claimRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.post(
    "/api/events/:eventId/claim",
    {
      schema: {
        operationId: "claimGuest",
        tags: ["guests"],
        params: EventParams,
        body: z.strictObject({ commandId: CommandId }),
        response: { 200: Committed },
      },
      config: { authz: "guestWithAccount", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.params;
      const caller = await access.callerAt(request, eventId);
      if (!caller.user) refuse("sign_in_required");
      // An account's address is verified: a guest invited under it is the same person.
      const guestId = caller.guestId ?? (await guestByEmail(deps.db, eventId, caller.user)) ?? refuse("event_not_found");
      return deps.changeEvent(eventId, claimGuest, { ...request.body, guestId, provenEmail: caller.user.email }, caller);
    },
  );
}
