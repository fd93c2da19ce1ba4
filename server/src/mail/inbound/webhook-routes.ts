import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Changing } from "../../changing.ts";
import { secretsIn } from "../../secrets.ts";
import { MAX_INBOUND_BYTES } from "./smtp-listener.ts";

/** Where providers post mail to. */
export const WEBHOOK_PATH = "/inbound-mail";
/** `t=<seconds since 1970>,v1=<HMAC-SHA256 in hex>` over that number, a dot and the body. */
export const SIGNATURE_HEADER = "turnout-signature";
/** How far a signature's time may be from ours (s). */
export const SIGNATURE_TOLERANCE = 300;

/** What became of a mail, as far as whoever posts it has to know. */
export type WebhookVerdict = "taken" | "unknown" | "refused";

export interface WebhookDeps {
  /** One or two, a line each: what either has signed is valid. */
  secret: Changing<string>;
  take(raw: Buffer): Promise<WebhookVerdict>;
  now: () => Date;
}

/** Takes raw mail (RFC 5322) that a provider posts. The signature says who may; posting it again does nothing more. */
export function webhookRoutes(server: FastifyInstance, { secret, take, now }: WebhookDeps) {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("message/rfc822", { parseAs: "buffer", bodyLimit: MAX_INBOUND_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      WEBHOOK_PATH,
      { bodyLimit: MAX_INBOUND_BYTES, config: { authz: "provider", limit: "inboundMail", crossOrigin: true } },
      async (request, reply) => {
        const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const fault = signatureFault(secretsIn(secret.current), request.headers[SIGNATURE_HEADER], raw, now());
        if (fault) throw problem(401, fault);
        const verdict = await take(raw);
        if (verdict === "unknown") throw problem(422, "Nobody has this address, or the invitation is no longer valid");
        if (verdict === "refused")
          throw problem(422, "There is nothing in this mail that the hosts could read, or they have got too many today");
        return reply.code(204).send();
      },
    );
  });
}

const problem = (statusCode: number, message: string) => Object.assign(new Error(message), { statusCode });

/** Null: a holder of a secret signed this body, not long ago. */
function signatureFault(secrets: string[], header: string | string[] | undefined, body: Buffer, now: Date): string | null {
  const [, time, given] = /^t=(\d{1,12}),v1=([\da-f]{64})$/.exec(String(header)) ?? [];
  if (!time || !given) return "Turnout-Signature is missing, or is not t=<seconds>,v1=<HMAC-SHA256 in hex>";
  const isOurs = secrets.some((one) => timingSafeEqual(Buffer.from(given, "hex"), hmac(one, time, body)));
  if (!isOurs) return "Turnout-Signature is not that of this body";
  const isInTime = Math.abs(now.getTime() / 1_000 - Number(time)) <= SIGNATURE_TOLERANCE;
  return isInTime ? null : `Turnout-Signature was made more than ${SIGNATURE_TOLERANCE} seconds ago, or by a clock that is wrong`;
}

const hmac = (secret: string, time: string, body: Buffer) => createHmac("sha256", secret).update(`${time}.`).update(body).digest();

/** What the header has to be for a body. */
export const signatureFor = (secret: string, body: Buffer, at: Date): string => {
  const time = String(Math.floor(at.getTime() / 1_000));
  return `t=${time},v1=${hmac(secret, time, body).toString("hex")}`;
};
