import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterFile } from "../testing/after-file.ts";

/** What the mail server replies after the whole message. */
export type Verdict = "takes" | "refuses for now" | "refuses for good" | "says nothing" | "dies" | "takes and dies";

export interface Received {
  /** The envelope's sender. */
  from: string;
  to: string[];
  raw: string;
}

export interface MailServer {
  url: string;
  received: Received[];
  /** All messages it was offered, accepted or not. */
  asked: string[];
}

/** A real SMTP server on this machine that replies as `verdictOn` says. */
export async function aMailServer(
  verdictOn: (to: string) => Verdict = () => "takes",
  { encrypts = false, takesMs = 0 } = {},
): Promise<MailServer> {
  const received: Received[] = [];
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: encrypts ? ["AUTH"] : ["STARTTLS", "AUTH"], // with a certificate that nobody knows
    closeTimeout: 100,
    onData(stream, { envelope, remotePort }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        const verdict = verdictOn(to[0]!);
        asked.push(...to);
        if (verdict.startsWith("takes")) received.push({ from, to, raw: Buffer.concat(chunks).toString() });
        if (verdict.startsWith("refuses"))
          done(Object.assign(new Error(verdict), { responseCode: verdict === "refuses for now" ? 451 : 550 }));
        if (verdict.endsWith("dies")) for (const socket of sockets) if (socket.remotePort === remotePort) socket.destroy();
        if (verdict === "takes") setTimeout(done, takesMs);
      });
    },
  });
  server.server.on("connection", (socket: Socket) => sockets.add(socket));
  server.on("error", () => {}); // connections that break are what is tried out here
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  afterFile(() => new Promise<void>((resolve) => server.close(resolve)));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, received, asked };
}
