import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { codeDigits } from "@turnout/contract/code-digits";
import { EmailAddress } from "@turnout/contract/email-address";
import { EventId } from "@turnout/contract/ids";
import { Refusal } from "@turnout/contract/refusals";
import { z } from "zod";
import type { GuestRecovery } from "../guests/recover-guest.ts";
import { RecoveryCode } from "../guests/recovery-routes.ts";
import { RECOVERY_MINUTES } from "../guests/recovery.ts";
import { cookieLine, cookieName, cookieValue, visitToken } from "../http/cookies.ts";
import type { Deps } from "../http/deps.ts";
import { takeForms, type FormFields } from "../http/form-body.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { answerFormFailure } from "./form-failure.ts";
import type { RecoveryForm, RecoveryProblem } from "./recovery-form.ts";

/** Bytes of a form with an address or a code: the longest address in the widest script, with room to spare. */
export const MAX_RECOVERY_FORM = 4 * 1024;
/** Characters of a typed code that are shown again: what an email says around it is pasted along. */
const MAX_TYPED_CODE = 100;

export interface RecoveryPages {
  sendRecovery(request: FastifyRequest, reply: FastifyReply, status: number, form: RecoveryForm): Promise<FastifyReply>;
  sendNothing(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

type Route = { Params: { eventId: string }; Body: FormFields | undefined };
type Asked = FastifyRequest<Route>;
type Typed = Partial<Pick<RecoveryForm, "step" | "email" | "code" | "problem">>;
type RecoveryDeps = Deps & { recovery: GuestRecovery };

const schema = { params: z.object({ eventId: z.string().max(100) }) };

/**
 * The page for a guest's lost link, and its forms: the commands that the API takes (`guests/recovery-routes.ts`), under
 * the same limits, and from our own pages only (`http/same-origin.ts`). Done, the browser is sent on; refused, the page
 * says why, with what was typed. A cookie keeps the address between the two forms, since an address (URL) would show it.
 */
export function recoveryFormRoutes(server: FastifyInstance, deps: RecoveryDeps, pages: RecoveryPages) {
  const { openPage, takeAddress, takeCode } = createRecoveryForms(deps, pages);
  const errorHandler = (...failure: Parameters<typeof answerFormFailure>) => void answerFormFailure(...failure);
  const config = { authz: "anyone" } as const;

  server.get<Route>("/e/:eventId/recover", { schema, config: { ...config, limit: "page" } }, openPage);
  void server.register(async (scope) => {
    takeForms(scope, MAX_RECOVERY_FORM);
    scope.post<Route>("/e/:eventId/recover", { schema, errorHandler, config: { ...config, limit: "mail" } }, takeAddress);
    scope.post<Route>("/e/:eventId/recover/code", { schema, errorHandler, config: { ...config, limit: "signIn" } }, takeCode);
  });
}

function createRecoveryForms(deps: RecoveryDeps, pages: RecoveryPages) {
  const { publicUrl, recovery } = deps;

  function show(request: Asked, reply: FastifyReply, typed: Typed) {
    deps.openVisit(request, reply); // a code works in the browser that asks for it
    const form = { step: "email", email: "", code: "", problem: null, ...typed, eventId: request.params.eventId } as const;
    return pages.sendRecovery(request, reply, typed.problem ? 400 : 200, { ...form, locale: readerLocale(request.headers) });
  }

  const keepAddress = (reply: FastifyReply, address: string, seconds: number) =>
    reply.header("set-cookie", cookieLine(publicUrl, COOKIE, address, seconds));

  return {
    async openPage(request: Asked, reply: FastifyReply) {
      if (!namesEvent(request)) return pages.sendNothing(request, reply);
      const email = "code" in (request.query as object) ? askedAddress(publicUrl, request, request.params.eventId) : null;
      return show(request, reply, email === null ? {} : { step: "code", email });
    },

    async takeAddress(request: Asked, reply: FastifyReply) {
      if (!namesEvent(request)) return pages.sendNothing(request, reply);
      const { eventId } = request.params;
      const typed = request.body?.get("email") ?? "";
      const email = EmailAddress.safeParse(typed);
      const problem = problemOfEmail(typed, email.success, visitToken(publicUrl, request.headers.cookie) !== null);
      if (problem || !email.success) return show(request, reply, { email: typed, problem });
      await recovery.sendCode({ request, reply }, eventId, email.data);
      return sendOn(keepAddress(reply, addressOf(eventId, email.data), RECOVERY_MINUTES * 60), `/e/${eventId}/recover?code`);
    },

    async takeCode(request: Asked, reply: FastifyReply) {
      if (!namesEvent(request)) return pages.sendNothing(request, reply);
      const { eventId } = request.params;
      const email = EmailAddress.safeParse(request.body?.get("email"));
      if (!email.success) return show(request, reply, { problem: "emailInvalid" });
      const typed = (request.body?.get("code") ?? "").slice(0, MAX_TYPED_CODE);
      const problem = await problemOfCode(recovery, { request, reply }, eventId, { email: email.data, typed });
      if (problem) return show(request, reply, { step: "code", email: email.data, code: typed, problem });
      return sendOn(keepAddress(reply, "", 0), `/e/${eventId}`);
    },
  };
}

const namesEvent = ({ params }: Asked) => EventId.safeParse(params.eventId).success;

const sendOn = (reply: FastifyReply, to: string) => reply.header("cache-control", "no-store").redirect(to, 303);

/** Redeems what was typed as a code; returns why that was refused, or null. */
async function problemOfCode(
  recovery: GuestRecovery,
  exchange: { request: FastifyRequest; reply: FastifyReply },
  eventId: string,
  { email, typed }: { email: string; typed: string },
): Promise<RecoveryProblem | null> {
  const code = RecoveryCode.safeParse(codeDigits(typed));
  if (!code.success) return "codeShort";
  try {
    await recovery.redeemCode(exchange, eventId, { email, code: code.data });
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.code === "code_invalid") return "codeInvalid";
    throw error;
  }
}

function problemOfEmail(typed: string, isValid: boolean, hasVisit: boolean): RecoveryProblem | null {
  // Whoever asks has opened the page, which sets a cookie: without it the code would work in no browser.
  if (!hasVisit) return "cookiesNeeded";
  return typed.trim() === "" ? "emailMissing" : isValid ? null : "emailInvalid";
}

const COOKIE = "recovery";
const addressOf = (eventId: string, email: string) => `${eventId}:${encodeURIComponent(email)}`;

/** The address that this browser asked for a code with, at this event. */
function askedAddress(publicUrl: string, request: FastifyRequest, eventId: string): string | null {
  const [event, kept] = cookieValue(request.headers.cookie, cookieName(publicUrl, COOKIE))?.split(":") ?? [];
  if (event !== eventId || !kept) return null;
  const email = EmailAddress.safeParse(decoded(kept));
  return email.success ? email.data : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
