import type { X509Certificate } from "node:crypto";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { certificatesIn } from "./trusted-certificates.ts";

/** How long a server may take to show its certificate (ms): all are read while Prometheus waits. */
export const SHOWN_WITHIN = 1_500;

/** What a client of PostgreSQL says to ask for encryption (54.7 of its manual). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f]);

/** How encryption begins: at once, or after what the protocol says first. */
type Beginning = "at once" | "postgresql" | "smtp";

const beginnings: Record<string, { port: number; begins: Beginning }> = {
  "https:": { port: 443, begins: "at once" },
  "rediss:": { port: 6_379, begins: "at once" },
  "smtps:": { port: 465, begins: "at once" },
  "imaps:": { port: 993, begins: "at once" },
  "smtp:": { port: 587, begins: "smtp" },
  "postgres:": { port: 5_432, begins: "postgresql" },
  "postgresql:": { port: 5_432, begins: "postgresql" },
};

/** When the first of these certificates ends; null if there is none. */
export function endIn(pem: string): Date | null {
  return earliest(certificatesIn(pem) ?? []);
}

/**
 * When the first certificate ends that the server at this URL shows, whether it is trusted or not; null if it shows none.
 * Says nothing that the URL holds.
 */
export async function endAt(url: string): Promise<Date | null> {
  // Nothing is sent over it: also one that has ended, or that nobody trusts, is to be seen.
  return earliest(await certificatesAt(url, { rejectUnauthorized: false }).catch(() => []));
}

/** The certificates that the server at this URL shows, its own first. Rejects where it shows none, or one that may not be trusted. */
export async function certificatesAt(url: string, trust: { ca: string } | { rejectUnauthorized: false }): Promise<X509Certificate[]> {
  const { protocol, hostname, port } = new URL(url);
  const beginning = beginnings[protocol];
  if (!beginning) throw new Error(`${protocol} is not encrypted`);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const socket = connectPlain({ host, port: Number(port || beginning.port) });
  const late = setTimeout(() => socket.destroy(new Error("too late")), SHOWN_WITHIN);
  try {
    await beforeTls(socket, beginning.begins);
    return await shownOn(socket, host, trust);
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}

async function beforeTls(socket: Socket, begins: Beginning): Promise<void> {
  if (begins === "postgresql") {
    socket.write(SSL_REQUEST);
    await heard(socket, /^S$/);
  }
  if (begins === "smtp") {
    await heard(socket, /^220 [^\n]*\n/m);
    socket.write("EHLO localhost\r\n");
    await heard(socket, /^250 [^\n]*\n/m);
    socket.write("STARTTLS\r\n");
    await heard(socket, /^220 [^\n]*\n/m);
  }
}

/** Rejects with anything else than these words, once that is whole. */
function heard(socket: Socket, words: RegExp): Promise<void> {
  return new Promise((done, fail) => {
    let said = "";
    const hear = (bytes: Buffer) => {
      said += bytes.toString("latin1");
      if (words.test(said)) settle(done);
      else if (/^[N45]/.test(said)) settle(() => fail(new Error("refused")));
    };
    const settle = (how: () => void) => {
      socket.off("data", hear).off("error", fail).off("close", ended);
      how();
    };
    const ended = () => fail(new Error("closed"));
    socket.on("data", hear).once("error", fail).once("close", ended);
  });
}

function shownOn(socket: Socket, host: string, trust: object): Promise<X509Certificate[]> {
  return new Promise((done, fail) => {
    const encrypted: TLSSocket = connectTls({ socket, ...trust, ...(isIP(host) ? { host } : { servername: host }) }, () => {
      const shown: X509Certificate[] = [];
      for (let one = encrypted.getPeerX509Certificate(); one && !shown.includes(one); one = one.issuerCertificate) shown.push(one);
      done(shown);
    });
    encrypted.once("error", fail);
    socket.once("close", () => fail(new Error("closed")));
  });
}

function earliest(certificates: X509Certificate[]): Date | null {
  const ends = certificates.map(({ validToDate }) => validToDate.getTime());
  return ends.length > 0 ? new Date(Math.min(...ends)) : null;
}
