import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { createTransport } from "nodemailer";
import { describe, expect, onTestFinished, test } from "vitest";
import { changeable } from "../../changing.ts";
import { openMemoryCounter } from "../../http/rate-counters.ts";
import { skipWithout } from "../../testing/child-server.test-support.ts";
import type { KeyPair } from "../../tls/key-pair.ts";
import { makeKeyPair } from "../../tls/certificate.test-support.ts";
import { LISTENER_LIMITS, listenForMail, NotTaken, type ListenerLimits } from "./smtp-listener.ts";

const OURS = "rsvp+1@in.turnout.test";

/** A listener that takes mail to one address, and what it has taken. */
async function aListener({ tls = null as Parameters<typeof listenForMail>[0]["tls"], ...limits }: Partial<ListenerLimits> & Tls = {}) {
  const taken: { raw: string; to: string[] }[] = [];
  const listener = await listenForMail({
    url: "smtp://127.0.0.1:0",
    async requireRecipient(address) {
      if (address !== OURS) throw new NotTaken(550, "5.1.1 Nobody has this address");
    },
    take: async (raw, { to }) => void taken.push({ raw: String(raw), to }),
    onError: () => {},
    tls,
    openCounter: openMemoryCounter,
    limits: { ...LISTENER_LIMITS, ...limits },
  });
  onTestFinished(() => listener.close());
  return { ...listener, taken };
}

interface Tls {
  tls?: Parameters<typeof listenForMail>[0]["tls"];
}

/** Speaks SMTP line by line. Several commands in one text are sent at once; the reply is to the first. */
function speaking(socket: Socket) {
  socket.on("error", () => {}); // the end of a connection is what some tests wait for
  onTestFinished(() => void socket.destroy());
  const lines: string[] = [];
  let unread = "";
  let isEnded = false;
  let wake = () => {};
  const read = (chunk: Buffer) => {
    unread += String(chunk);
    const parts = unread.split("\r\n");
    unread = parts.pop()!;
    lines.push(...parts.filter((line) => !/^\d{3}-/.test(line)));
    wake();
  };
  socket.on("data", read);
  socket.once("close", () => {
    isEnded = true;
    wake();
  });
  /** The last line of the next reply; `closed` when there is none. */
  async function reply(): Promise<string> {
    while (lines.length === 0 && !isEnded) await new Promise<void>((resolve) => (wake = resolve));
    return lines.shift() ?? "closed";
  }
  async function say(command: string): Promise<string> {
    socket.write(`${command}\r\n`);
    return reply();
  }
  return { socket, reply, say, stopReading: () => socket.off("data", read) };
}

const dial = (port: number, localAddress = "127.0.0.1") => speaking(connect({ port, host: "127.0.0.1", localAddress }));

/** Greeted, and ready for an envelope. */
async function greeted(port: number, localAddress?: string) {
  const client = dial(port, localAddress);
  expect(await client.reply()).toMatch(/^220 /);
  expect(await client.say("EHLO client.example")).toMatch(/^250 /);
  return client;
}

async function encrypted(port: number, { cert }: KeyPair) {
  const plain = await greeted(port);
  expect(await plain.say("STARTTLS")).toMatch(/^220 /);
  plain.stopReading();
  const socket: TLSSocket = connectTls({ socket: plain.socket, ca: cert, servername: "localhost" });
  await once(socket, "secureConnect");
  return { ...speaking(socket), socket };
}

describe.skipIf(skipWithout("openssl"))("encryption", () => {
  const [first, second] = skipWithout("openssl") ? [] : [makeKeyPair(), makeKeyPair()];

  test("a mail server that insists on it, and checks the certificate, hands its mail over", async () => {
    const { port, taken } = await aListener({ tls: changeable(first!) });
    const sender = createTransport({ host: "localhost", port, requireTLS: true, tls: { ca: first!.cert, minVersion: "TLSv1.2" } });
    onTestFinished(() => sender.close());
    await sender.sendMail({ envelope: { from: "a@example.org", to: [OURS] }, raw: "Subject: Encrypted\r\n\r\nYes\r\n" });
    expect(taken).toMatchObject([{ raw: expect.stringContaining("Subject: Encrypted"), to: [OURS] }]);

    const distrusting = createTransport({ host: "localhost", port, requireTLS: true, tls: { ca: second!.cert } });
    onTestFinished(() => distrusting.close());
    const refused = await distrusting
      .sendMail({ envelope: { from: "a@example.org", to: [OURS] }, raw: "x" })
      .catch((error: Error) => error);
    expect(refused).toBeInstanceOf(Error);
  });

  test("without a certificate none is offered, and none of a library's own", async () => {
    const { port } = await aListener();
    const client = await greeted(port);
    expect(await client.say("STARTTLS")).toMatch(/^5/);
  });

  test("a certificate that is renewed is shown to whoever connects next, and connections before it go on", async () => {
    const pair = changeable(first!);
    const { port } = await aListener({ tls: pair });
    const shownTo = ({ socket }: { socket: TLSSocket }) => socket.getPeerX509Certificate()!.fingerprint256;
    const before = await encrypted(port, first!);
    pair.set(second!);
    const after = await encrypted(port, second!);
    const fingerprints = [first!, second!].map(({ cert }) => new X509Certificate(cert).fingerprint256);
    expect([before, after].map(shownTo)).toEqual(fingerprints);
    expect(await before.say("EHLO client.example")).toMatch(/^250 /);
  });

  test.each<[string, (client: Awaited<ReturnType<typeof encrypted>>) => unknown]>([
    ["by its own word", ({ say }) => say("QUIT")],
    ["at once", ({ socket }) => socket.destroy()],
  ])("one after the other, a client may come as often as it likes: a connection that ended %s counts no more", async (_, end) => {
    const { port } = await aListener({ tls: changeable(first!), connectionsOfClient: 2 });
    const greeting = async () => {
      const client = dial(port);
      const said = await client.reply();
      client.socket.destroy();
      return said.slice(0, 3);
    };
    for (let times = 0; times < 4; times++) {
      await end(await encrypted(port, first!));
      await expect.poll(greeting).toBe("220");
      await expect.poll(greeting).toBe("220"); // the one before has been counted out
    }
  });

  test("a version of TLS that is broken is refused", async () => {
    const { port } = await aListener({ tls: changeable(first!) });
    const plain = await greeted(port);
    await plain.say("STARTTLS");
    plain.stopReading();
    const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const socket = connectTls({ socket: plain.socket, ca: first!.cert, servername: "localhost", ...old });
    expect(((await once(socket, "error")) as [Error])[0]).toBeInstanceOf(Error);
  });

  test("what stood behind STARTTLS in plain text is not carried out: somebody on the way may have added it", async () => {
    const { port, taken } = await aListener({ tls: changeable(first!) });
    const plain = await greeted(port);
    const injected = ["STARTTLS", "EHLO evil.example", "MAIL FROM:<evil@example.org>", `RCPT TO:<${OURS}>`];
    expect(await plain.say(injected.join("\r\n"))).toMatch(/^220 /);
    plain.stopReading();
    const socket = connectTls({ socket: plain.socket, ca: first!.cert, servername: "localhost" });
    await once(socket, "secureConnect");
    const client = speaking(socket);
    expect(await client.say("DATA")).toMatch(/^503 /); // the control: with that envelope it would be 354
    expect(await client.say("EHLO client.example")).toMatch(/^250 /);
    expect(await client.say("MAIL FROM:<a@example.org>")).toMatch(/^250 /);
    expect(await client.say(`RCPT TO:<${OURS}>`)).toMatch(/^250 /);
    expect(await client.say("DATA")).toMatch(/^354 /);
    expect(await client.say("Subject: Own\r\n\r\nYes\r\n.")).toMatch(/^250 /);
    expect(taken).toMatchObject([{ to: [OURS] }]);
  });
});

describe("limits, each with a code after which mail servers try again", () => {
  test("of connections at a time: the next one is refused, until one ends", async () => {
    const { port } = await aListener({ connections: 3 });
    const clients = await Promise.all(["127.0.0.1", "127.0.0.2", "127.0.0.3"].map((address) => greeted(port, address)));
    const refused = dial(port, "127.0.0.4");
    expect(await refused.reply()).toMatch(/^421 /);
    clients[0]!.socket.end("QUIT\r\n");
    await once(clients[0]!.socket, "close");
    refused.socket.destroy();
    await expect.poll(async () => (await dial(port, "127.0.0.4").reply()).slice(0, 3)).toBe("220");
  });

  test("of one client's connections: others still come in", async () => {
    const { port } = await aListener({ connectionsOfClient: 2 });
    const [first] = await Promise.all([greeted(port), greeted(port)]);
    const refused = dial(port);
    expect(await refused.reply()).toMatch(/^421 4\.7\.0 /);
    expect(await refused.reply()).toBe("closed");
    await greeted(port, "127.0.0.2");
    first!.socket.destroy();
    await expect.poll(async () => (await dial(port).reply()).slice(0, 3)).toBe("220");
  });

  test("of one client's connections and recipients in a minute, whether they exist or not", async () => {
    const { port } = await aListener({ rate: { ...LISTENER_LIMITS.rate, points: 4 } });
    const client = await greeted(port); // the first
    await client.say("MAIL FROM:<a@example.org>");
    const replies = [];
    for (const to of [OURS, "nobody@in.turnout.test", OURS, OURS]) replies.push((await client.say(`RCPT TO:<${to}>`)).slice(0, 3));
    expect(replies).toEqual(["250", "550", "250", "451"]);
    expect(await dial(port).reply()).toMatch(/^421 4\.7\.1 /);
    const other = await greeted(port, "127.0.0.2");
    await other.say("MAIL FROM:<a@example.org>");
    expect(await other.say(`RCPT TO:<${OURS}>`)).toMatch(/^250 /);
  });

  test("of the time that a connection lasts, however busy it is", async () => {
    const lifetime = 300;
    const { port } = await aListener({ lifetime });
    const began = performance.now();
    const client = dial(port);
    await client.reply(); // whoever speaks before it is turned away
    while ((await client.say("NOOP")) !== "closed") expect(performance.now() - began).toBeLessThan(lifetime + 10_000);
    expect(performance.now() - began).toBeGreaterThanOrEqual(lifetime - 50);
  });

  test("of the time that it may say nothing", async () => {
    const { port } = await aListener({ idle: 200 });
    const client = dial(port);
    expect(await client.reply()).toMatch(/^220 /);
    expect(await client.reply()).toMatch(/^421 /);
  });

  test("what an instance has by itself", () => {
    expect(LISTENER_LIMITS).toEqual({
      connections: 50,
      connectionsOfClient: 25,
      rate: { name: "inboundMail", points: 3_000, seconds: 60 },
      idle: 60_000,
      lifetime: 600_000,
    });
  });
});
