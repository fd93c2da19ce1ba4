import type { IncomingMessage } from "node:http";
import type { FastifyRequest } from "fastify";
import type { Sessions } from "./accounts/session.ts";
import { newVisitToken, visitIdOf } from "./guests/visits.ts";
import { keepVisit, visitToken } from "./http/cookies.ts";
import type { Deps } from "./http/deps.ts";
import type { Identity } from "./realtime/session.ts";

export type RequestIdentity = ReturnType<typeof createRequestIdentity>;

/** Identifies a browser by its cookies: an account, a visit, both or neither. */
export function createRequestIdentity({ sessions, publicUrl }: { sessions: Sessions; publicUrl: string }) {
  // A request that opens a visit twice gets the same one: the second call must find what the first has granted.
  const opened = new WeakMap<FastifyRequest, string>();

  function visitIn(headers: IncomingMessage["headers"]): string | null {
    const token = visitToken(publicUrl, headers.cookie);
    return token && visitIdOf(token);
  }

  /** The identity in the headers of a request or of a socket's upgrade. `visitId`: if it is known already. */
  async function identify(headers: IncomingMessage["headers"], visitId = visitIn(headers)): Promise<Identity> {
    const user = await sessions.userOf({ headers });
    return { user, sessionId: user?.sessionId ?? null, visitId };
  }

  const identityOf: Deps["identityOf"] = async (request) => {
    const identity = await identify(request.headers);
    const token = opened.get(request);
    return token ? { ...identity, visitId: visitIdOf(token) } : identity;
  };

  const openVisit: Deps["openVisit"] = (request, reply) => {
    const known = opened.get(request) ?? visitToken(publicUrl, request.headers.cookie);
    const token = known ?? newVisitToken();
    if (!known) keepVisit(publicUrl, reply, token);
    opened.set(request, token);
    return visitIdOf(token);
  };

  return { identify, identityOf, openVisit };
}
