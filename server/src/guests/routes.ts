import type { FastifyInstance } from "fastify";
import type { Deps } from "../http/deps.ts";
import { boardRoutes } from "./board-routes.ts";
import { doorFactRoutes } from "./door-fact-routes.ts";
import { bulkRoutes } from "./bulk-routes.ts";
import { waitingRepliesRoute } from "./waiting-replies.ts";
import { tagRoutes } from "./tag-routes.ts";
import { doorLinkRoutes } from "./door-link-routes.ts";
import { doorRoutes } from "./door-routes.ts";
import { claimRoute, confirmationRoute, conflictsRoute, ownAnswerRoute } from "./own-answer-routes.ts";
import { guestListRoutes } from "./guest-list-routes.ts";
import { exportRoutes } from "./export-routes.ts";
import { guestEntryRoutes } from "./guest-entry-routes.ts";
import { heldReplyRoutes } from "./held-reply-routes.ts";
import { confirmationsRoute, historyRoutes, insightRoute, questionTalliesRoute } from "./guest-record-routes.ts";

/** Routes of answers and the guest list, in the order in which they are documented. */
export function guestRoutes(server: FastifyInstance, deps: Deps) {
  ownAnswerRoute(server, deps);
  confirmationRoute(server, deps);
  confirmationsRoute(server, deps);
  conflictsRoute(server, deps);
  guestListRoutes(server, deps);
  exportRoutes(server, deps);
  insightRoute(server, deps);
  guestEntryRoutes(server, deps);
  doorFactRoutes(server, deps);
  waitingRepliesRoute(server, deps);
  tagRoutes(server, deps);
  bulkRoutes(server, deps);
  heldReplyRoutes(server, deps);
  historyRoutes(server, deps);
  questionTalliesRoute(server, deps);
  doorRoutes(server, deps);
  doorLinkRoutes(server, deps);
  boardRoutes(server, deps);
  claimRoute(server, deps);
}
