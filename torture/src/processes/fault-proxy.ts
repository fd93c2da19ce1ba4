import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { pump, type NetworkFault } from "./fault-pump.ts";
import { randomFrom } from "./random.ts";

export type FaultProxy = Awaited<ReturnType<typeof startFaultProxy>>;

/** A TCP proxy on loopback that injects network faults. The port behind it may change. */
export async function startFaultProxy(behind: { readonly port: number }, seed: string) {
  const random = randomFrom(seed);
  /** How to reset each open connection. */
  const cuts = new Set<() => void>();
  let fault: NetworkFault = { kind: "none" };
  let change = Promise.withResolvers<void>();

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: behind.port, host: "127.0.0.1", noDelay: true });
    const cut = () => {
      cuts.delete(cut);
      for (const socket of [client, upstream]) if (!socket.destroyed) socket.resetAndDestroy();
    };
    cuts.add(cut);
    for (const socket of [client, upstream]) {
      socket.on("error", cut);
      socket.on("close", (hadError) => hadError && cut());
    }
    const way = { fault: () => fault, changed: () => change.promise, random, cut };
    void pump(client, upstream, { ...way, isAnswer: false });
    void pump(upstream, client, { ...way, isAnswer: true });
    client.once("close", () => cuts.delete(cut));
  });
  server.listen(0, "127.0.0.1", 4_096);
  await once(server, "listening");
  const cutAll = () => cuts.forEach((cut) => cut());

  return {
    port: (server.address() as AddressInfo).port,
    set(next: NetworkFault) {
      const before = fault;
      fault = next;
      change.resolve();
      change = Promise.withResolvers();
      if (before.kind === "halfOpen" && next.kind !== "halfOpen") cutAll();
    },
    /** Resets all connections. */
    cutAll,
    connectionCount: () => cuts.size,
    async close() {
      fault = { kind: "none" }; // what waits for an end of it would wait again, at once and for ever
      change.resolve();
      cutAll();
      await new Promise((done) => server.close(done));
    },
  };
}
