import { createServer, type AddressInfo, type Server } from "node:net";
import type { FastifyInstance, FastifyListenOptions } from "fastify";

/**
 * Sockets on which a process listens. Node hands over one connection of each in a turn of its event loop (libuv since 1.45). Where
 * each turn sends to many viewers, those who come back after a restart would otherwise wait for thousands of turns.
 */
export const LISTENING_SOCKETS = 16;
/** Connections that wait at each of them; the system's own limit may be lower. */
const BACKLOG = 4_096;

export interface Place {
  port: number;
  host: string;
}

export interface Listening {
  /** Listens at a place. Rejects with `EADDRINUSE` where another program does. */
  listen(place: Place): Promise<void>;
  /** Resolves when no connection of the other sockets is left; those of the server's own are its own matter. */
  othersEnded(): Promise<void>;
}

/**
 * Lets a server listen on several sockets between which Linux divides connections; elsewhere, and with `sockets: 1`, it is one. All
 * stop to listen when the server closes. Other processes of the same user could listen at that port, too: look before whether it is
 * free. Call it before the server is ready.
 */
export function listenOn(server: FastifyInstance, sockets = LISTENING_SOCKETS): Listening {
  const others: Server[] = [];
  const ended: Promise<void>[] = [];
  server.addHook("preClose", async () => {
    for (const other of others.splice(0)) ended.push(new Promise((done) => other.close(() => done())));
  });
  const isDivided = process.platform === "linux" && sockets > 1;
  return {
    async listen({ port, host }) {
      // Fastify hands Node's options on, of which its types do not know all.
      const options: FastifyListenOptions & { reusePort: boolean } = { port, host, backlog: BACKLOG, reusePort: isDivided };
      await server.listen(options);
      if (!isDivided) return;
      const at = server.server.address() as AddressInfo;
      for (let more = 1; more < sockets; more++) others.push(await listenBeside(server.server, at));
    },
    othersEnded: async () => void (await Promise.all(ended)),
  };
}

/** As an HTTP server's own: with no delay, and open for the answer when the other side has ended. */
function listenBeside(server: Server, { port, address }: AddressInfo): Promise<Server> {
  return new Promise((done, fail) => {
    const other = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => server.emit("connection", socket));
    other.once("error", fail).listen({ port, host: address, backlog: BACKLOG, reusePort: true }, () => done(other));
  });
}
