import type { FastifyRequest } from "fastify";
import { clientAddress, widestNetwork } from "../http/client-network.ts";
import type { AccountDeps } from "./deps.ts";
import { createSessions, type Sessions } from "./session.ts";
import { createThrottle, type Throttle } from "./throttle.ts";

/** What account commands depend on. */
export interface AccountsContext extends AccountDeps {
  sessions: Sessions;
  throttle: Throttle;
  /** The client network by which attempts are counted. */
  networkOf(request: FastifyRequest): string;
}

export function createAccounts(deps: AccountDeps): AccountsContext {
  const { trustedHops = 0 } = deps;
  const networkOf = ({ raw }: FastifyRequest) => widestNetwork(clientAddress(raw, trustedHops));
  const sessions = createSessions(deps);
  return { ...deps, sessions, throttle: createThrottle(deps.openCounter), networkOf };
}
