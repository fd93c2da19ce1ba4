import type { NetworkFault, ProxiedConnection } from "./network-fault.ts";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { pump } from "./fault-pump.ts";
import { randomFrom } from "./random.ts";

export interface FaultProxy {
  port: number;
  set(fault: NetworkFault): void;
  /** Resets all connections. */
  cutAll(): void;
  connectionCount(): number;
  close(): Promise<void>;
}

/** A TCP proxy on loopback that injects network faults. The port behind it may change. */
export async function startFaultProxy(behind: { readonly port: number }, seed: string): Promise<FaultProxy> {
  const random = randomFrom(seed);
  const connections = new Set<ProxiedConnection>();
  let fault: NetworkFault = { kind: "none" };
  let wake = () => {};
  let changed = new Promise<void>((done) => (wake = done));
  const conditions = { fault: () => fault, changed: () => changed };

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: behind.port, host: "127.0.0.1", noDelay: true });
    const cut = () => {
      connections.delete(connection);
      for (const socket of [client, upstream]) if (!socket.destroyed) socket.resetAndDestroy();
    };
    const connection: ProxiedConnection = { client, upstream, random, cut };
    connections.add(connection);
    for (const socket of [client, upstream]) {
      socket.on("error", cut);
      socket.on("close", (hadError) => hadError && cut());
    }
    void pump(client, upstream, { connection, conditions, isAnswer: false });
    void pump(upstream, client, { connection, conditions, isAnswer: true });
    client.once("close", () => connections.delete(connection));
  });
  server.listen(0, "127.0.0.1", 4_096);
  await once(server, "listening");
  const cutAll = () => {
    for (const connection of connections) connection.cut();
  };

  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      const before = fault;
      fault = next;
      wake();
      changed = new Promise((done) => (wake = done));
      if (before.kind === "halfOpen" && next.kind !== "halfOpen") cutAll();
    },
    cutAll,
    connectionCount: () => connections.size,
    close: () => {
      fault = { kind: "none" }; // what waits for an end of it would wait again, at once and for ever
      wake();
      cutAll();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
