import { Done } from "@turnout/contract/accounts";
import { CheckDeliverability, Deliverability } from "@turnout/contract/deliverability";
import {
  LiftedSuppression,
  MAX_SUPPRESSION_ROWS,
  SuppressedKind,
  SuppressionLifted,
  SuppressionParams,
  SuppressionRows,
  SuppressionsQuery,
  type Suppression,
} from "@turnout/contract/suppressions";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { AccountsContext } from "../accounts/context.ts";
import { requireOperator } from "../accounts/operators.ts";
import { audit } from "../audit/audit.ts";
import { changing } from "../changing.ts";
import { checkDeliverability } from "../mail/deliverability/check-deliverability.ts";
import { openLookups } from "../mail/deliverability/look-up.ts";
import { sendingOf } from "../mail/deliverability/sending-of.ts";
import { liftSuppression, restoreSuppression } from "../mail/lift-suppressions.ts";
import { listSuppressions, type ListedSuppression } from "../mail/list-suppressions.ts";
import { eventOfScope } from "../mail/suppression.ts";
import type { MailSettings } from "../outgoing-mail.ts";

const tags = ["operator"];
const authz = "operatorWithPasskey";

export interface OperatorMail extends Pick<MailSettings, "smtpUrl" | "mailFrom" | "dkim" | "inboundAddress"> {
  /** Addresses of the DNS servers that are asked. Null or absent: the system's. */
  dnsServers?: readonly string[] | null;
}

/** Whether others take the instance's email, and whom it sends none. */
export function operatorMailRoutes(server: FastifyInstance, accounts: AccountsContext, mail: OperatorMail) {
  const { db, secret } = accounts;
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const operatorOf = async (request: FastifyRequest) => requireOperator(accounts, await accounts.sessions.userOf(request));

  routes.post(
    "/api/operator/deliverability-checks",
    {
      schema: { operationId: "checkDeliverability", tags, body: CheckDeliverability, response: { 200: Deliverability } },
      config: { authz, limit: "command" },
    },
    async (request) => {
      await operatorOf(request);
      const sending = sendingOf(settingsOf(mail), request.body);
      const findings = await checkDeliverability(openLookups(mail.dnsServers ?? null), sending);
      return { from: sending.from, servers: sending.servers, hasMailServer: mail.smtpUrl !== null, findings };
    },
  );

  routes.get(
    "/api/operator/suppressions",
    {
      schema: { operationId: "listSuppressions", tags, querystring: SuppressionsQuery, response: { 200: SuppressionRows } },
      config: { authz, limit: "read" },
    },
    async (request) => {
      const operator = await operatorOf(request);
      const { email = null, after } = request.query;
      const place = after === undefined ? null : placeOf(after);
      const listed = await listSuppressions(db, secret, { limit: MAX_SUPPRESSION_ROWS + 1, email, after: place });
      // Addresses of other people are read. Further pages are of the same look.
      if (place === null) await audit(db, { action: "suppressions.read", actorId: operator.id });
      const rows = listed.slice(0, MAX_SUPPRESSION_ROWS);
      const last = rows.at(-1);
      return { rows: rows.map(present), next: last && listed.length > rows.length ? `${last.micros}.${idOf(last)}` : null };
    },
  );

  routes.delete(
    "/api/operator/suppressions/:id",
    {
      schema: { operationId: "liftSuppression", tags, params: SuppressionParams, response: { 200: SuppressionLifted } },
      config: { authz, limit: "command" },
    },
    async (request) => {
      const operator = await operatorOf(request);
      return { lifted: await liftSuppression(db, { operatorId: operator.id, ...namedBy(request.params.id) }) };
    },
  );

  routes.put(
    "/api/operator/suppressions/:id",
    {
      schema: {
        operationId: "restoreSuppression",
        tags,
        params: SuppressionParams,
        body: LiftedSuppression,
        response: { 200: Done },
      },
      config: { authz, limit: "command" },
    },
    async (request) => {
      const operator = await operatorOf(request);
      await restoreSuppression(db, { operatorId: operator.id, ...namedBy(request.params.id), ...request.body });
      return { done: true as const };
    },
  );
}

/** As they are at this moment: what can be replaced while the product runs is read anew. */
function settingsOf({ smtpUrl, mailFrom, dkim = null, inboundAddress = null }: OperatorMail) {
  return {
    mailFrom,
    inboundAddress,
    smtpUrl: smtpUrl === null ? null : changing(smtpUrl).current,
    dkim: dkim && { ...dkim, key: dkim.key.current },
  };
}

const idOf = ({ hash, scope }: Pick<ListedSuppression, "hash" | "scope">) => `${hash}.${scope}`;

function namedBy(id: string): { hash: string; scope: string } {
  const at = id.indexOf(".");
  return { hash: id.slice(0, at), scope: id.slice(at + 1) };
}

function placeOf(after: string) {
  const at = after.indexOf(".");
  return { micros: Number(after.slice(0, at)), ...namedBy(after.slice(at + 1)) };
}

function present({ email, key, hash, scope, reason, since }: ListedSuppression): Suppression {
  const kind = SuppressedKind.parse(scope.split(":")[0]);
  return { id: idOf({ hash, scope }), email, key, kind, eventId: eventOfScope(scope), reason, since: since.toISOString() };
}
