import type { FastifyRequest } from "fastify";
import { clientAddress, widestNetwork } from "../http/client-network.ts";
import type { AccountDeps } from "./deps.ts";
import { createLogin, type Login } from "./login.ts";
import { createSessions, type Sessions } from "./session.ts";
import { createThrottle, type Throttle } from "./throttle.ts";

/** All that account commands work with. */
export interface AccountsContext extends AccountDeps {
  login: Login;
  sessions: Sessions;
  throttle: Throttle;
  /** What tries from one place are counted by. */
  networkOf(request: FastifyRequest): string;
}

export function createAccounts(deps: AccountDeps): AccountsContext {
  const { trustedHops = 0 } = deps;
  const networkOf = ({ raw }: FastifyRequest) => widestNetwork(clientAddress(raw, trustedHops));
  const sessions = createSessions(deps);
  const login = createLogin({ ...deps, onSessionEnded: sessions.sessionEnded });
  return { ...deps, sessions, login, throttle: createThrottle(deps.openCounter), networkOf };
}
