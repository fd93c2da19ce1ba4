import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import {
  Account,
  ChangePassword,
  ConfirmEmailChange,
  Done,
  EditAccount,
  MailOnItsWay,
  RequestEmailChange,
} from "@turnout/contract/accounts";
import { presentAccount } from "./accounts.ts";
import { confirmEmailChange, requestEmailChange } from "./change-email.ts";
import type { AccountsContext } from "./context.ts";
import { deleteAccount } from "./delete-account.ts";
import { editAccount } from "./edit-account.ts";
import { changePassword } from "./passwords.ts";
import { requireUser } from "./policy.ts";
import { dropSessionCookie } from "./session-cookie.ts";

const sent = { sent: true } as const;
const done = { done: true } as const;
const tags = ["accounts"];
const toHolders = { authz: "accountHolder", limit: "command" } as const;
const toUsers = { authz: "account", limit: "command" } as const;

/** Routes for a user's own account. */
export function ownAccountRoutes(server: FastifyInstance, context: AccountsContext) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const userOf = async (request: FastifyRequest) => requireUser(await context.sessions.userOf(request));

  routes.patch(
    "/api/auth/account",
    { schema: { operationId: "editAccount", tags, body: EditAccount, response: { 200: Account } }, config: toUsers },
    async (request) => presentAccount(context, await editAccount(context, await userOf(request), request.body)),
  );

  routes.delete(
    "/api/auth/account",
    { schema: { operationId: "deleteAccount", tags, response: { 200: Done } }, config: toHolders },
    async (request, reply) => {
      await deleteAccount(context, await userOf(request));
      dropSessionCookie(context.publicUrl, reply);
      return done;
    },
  );

  routes.put(
    "/api/auth/password",
    { schema: { operationId: "changePassword", tags, body: ChangePassword, response: { 200: Done } }, config: toUsers },
    async (request, reply) => {
      await changePassword(context, await userOf(request), request.body, reply);
      return done;
    },
  );

  routes.post(
    "/api/auth/email-changes",
    {
      schema: { operationId: "requestEmailChange", tags, body: RequestEmailChange, response: { 200: MailOnItsWay } },
      config: { authz: "accountHolder", limit: "mail" },
    },
    async (request) => {
      await requestEmailChange(context, await userOf(request), request.body);
      return sent;
    },
  );

  routes.post(
    "/api/auth/email-changes/confirmation",
    { schema: { operationId: "confirmEmailChange", tags, body: ConfirmEmailChange, response: { 200: Done } }, config: toHolders },
    async (request) => {
      await confirmEmailChange(context, await userOf(request), request.body);
      return done;
    },
  );
}
