import type { Line, NetworkFault } from "./network-fault.ts";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { pump } from "./fault-pump.ts";
import { randomFrom } from "./random.ts";

export interface FaultProxy {
  port: number;
  set(fault: NetworkFault): void;
  /** Breaks all lines at once. */
  cutAll(): void;
  lineCount(): number;
  close(): Promise<void>;
}

/** A door on loopback to another door on loopback, which may move, with a network of our own making between them. */
export async function startFaultProxy(behind: { readonly port: number }, seed: string): Promise<FaultProxy> {
  const random = randomFrom(seed);
  const lines = new Set<Line>();
  let fault: NetworkFault = { kind: "none" };
  let wake = () => {};
  let changed = new Promise<void>((done) => (wake = done));
  const weather = { fault: () => fault, changed: () => changed };

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: behind.port, host: "127.0.0.1", noDelay: true });
    const cut = () => {
      lines.delete(line);
      for (const socket of [client, upstream]) if (!socket.destroyed) socket.resetAndDestroy();
    };
    const line: Line = { client, upstream, random, cut };
    lines.add(line);
    for (const socket of [client, upstream]) {
      socket.on("error", cut);
      socket.on("close", (hadError) => hadError && cut());
    }
    void pump(client, upstream, { line, weather, isAnswer: false });
    void pump(upstream, client, { line, weather, isAnswer: true });
    client.once("close", () => lines.delete(line));
  });
  server.listen(0, "127.0.0.1", 4_096);
  await once(server, "listening");
  const cutAll = () => {
    for (const line of lines) line.cut();
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
    lineCount: () => lines.size,
    close: () => {
      fault = { kind: "none" }; // what waits for an end of it would wait again, at once and for ever
      wake();
      cutAll();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
