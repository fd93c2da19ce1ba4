import { AuditQuery, AuditRows, OperatorOverview, Retried } from "@turnout/contract/operator";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { AccountsContext } from "../accounts/context.ts";
import { requireOperator } from "../accounts/operators.ts";
import { audit } from "../audit/audit.ts";
import { statementsIn } from "../db/statements.ts";
import { queueNames, type Jobs } from "../jobs/jobs.ts";
import { auditPage } from "./audit-page.ts";
import { mailHealth, newAccounts, topSenders } from "./overview.ts";
import { limitRefusals, processesOf } from "./processes.ts";

const tags = ["operator"];
const authz = "operatorWithPasskey";

/** What operators see of the instance, and what they can do about it. */
export function operatorRoutes(
  server: FastifyInstance,
  accounts: AccountsContext,
  { jobs, inboundAddress = null }: { jobs: Pick<Jobs, "queueHealth" | "retryFailed">; inboundAddress?: string | null | undefined },
) {
  const { db, now } = accounts;
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const operatorOf = async (request: FastifyRequest) => requireOperator(accounts, await accounts.sessions.userOf(request));

  routes.get(
    "/api/operator",
    { schema: { operationId: "getOperatorOverview", tags, response: { 200: OperatorOverview } }, config: { authz, limit: "read" } },
    async (request) => {
      await operatorOf(request);
      const time = now();
      const abuse = {
        limits: await limitRefusals(db, time),
        senders: await topSenders(db, time),
        newAccounts: await newAccounts(db, time),
      };
      const [processes, queues, mail] = [await processesOf(db, time), await jobs.queueHealth(), await mailHealth(db, time)];
      return { processes, queues, mail, takesReplies: inboundAddress !== null, abuse };
    },
  );

  routes.post(
    "/api/operator/queues/:queue/retry",
    {
      schema: { operationId: "retryFailedJobs", tags, params: z.object({ queue: z.enum(queueNames) }), response: { 200: Retried } },
      config: { authz, limit: "command" },
    },
    async (request) => {
      const operator = await operatorOf(request);
      return db.transaction().execute(async (tx) => {
        await audit(tx, { action: "jobs.retried", actorId: operator.id });
        return { retried: await jobs.retryFailed(statementsIn(tx), request.params.queue) };
      });
    },
  );

  routes.get(
    "/api/operator/audit",
    {
      schema: { operationId: "listAudit", tags, querystring: AuditQuery, response: { 200: AuditRows } },
      config: { authz, limit: "read" },
    },
    async (request) => {
      const operator = await operatorOf(request);
      const page = await auditPage(db, request.query);
      // Who looks at what others did is one of those who did something. Further pages are of the same look.
      if (request.query.before === undefined) await audit(db, { action: "audit.read", actorId: operator.id });
      return page;
    },
  );
}
