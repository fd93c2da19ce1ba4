import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import fc from "fast-check";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { aMailServer } from "./smtp-server.test-support.ts";
import { smtpTransport } from "./smtp-transport.ts";
import { MailServerFailed, messageIdOf, Undeliverable, type FinishedMail } from "./transport.ts";
import { afterFile } from "../testing/after-file.ts";

const aMail = (mail: Partial<FinishedMail> = {}): FinishedMail => ({
  messageId: messageIdOf("a cause", "turnout.test"),
  to: "grace@example.org",
  subject: "Picnic",
  html: "<p>Come!</p>",
  text: "Come!",
  headers: {},
  calendar: null,
  ...mail,
});

interface Script {
  from?: string;
  extensions?: string[];
  /** Whether success is asked for. */
  receipts?: boolean;
  /** Whether replies go in one piece. */
  isAtOnce?: boolean;
  /** What is said to a command; undefined: what a server says that takes everything. */
  reply?(command: string, connection: number): string | undefined;
}

/** A mail server that says what it is told to, and keeps what it takes. */
async function aScriptedServer({
  from = "hello@turnout.test",
  extensions = ["PIPELINING"],
  isAtOnce = false,
  reply = () => undefined,
  receipts = false,
}: Script) {
  const taken: { to: string; connection: number }[] = [];
  const chunks: string[] = [];
  let connections = 0;
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const connection = (connections += 1);
    sockets.push(socket);
    socket.on("error", () => {});
    let unread = "";
    let to: string | null = null;
    let isMessage = false;
    const usual = (command: string) => {
      if (command.startsWith("EHLO")) return ["250-test", ...extensions.map((one) => `250-${one}`), "250 HELP"].join("\r\n");
      return command === "DATA" ? "354 Go on" : "250 OK";
    };
    socket.on("data", (bytes) => {
      chunks.push(bytes.toString("latin1"));
      unread += bytes.toString("latin1");
      for (let end; (end = unread.indexOf(isMessage ? "\r\n.\r\n" : "\r\n")) >= 0 || (isMessage && unread.startsWith(".\r\n"));) {
        const isEmpty = isMessage && unread.startsWith(".\r\n");
        const command = isMessage ? "." : unread.slice(0, end);
        unread = unread.slice(isEmpty ? 3 : end + (isMessage ? 5 : 2));
        const said = reply(command, connection) ?? (command === "." && !to ? "554 5.5.1 No valid recipients" : usual(command));
        if (said.startsWith("250")) to = /^RCPT TO:<(.*)>/.exec(command)?.[1] ?? to;
        if (command === "." && said.startsWith("250")) taken.push({ to: to!, connection });
        if (command === ".") to = null;
        isMessage = said.startsWith("354");
        if (said === "gone") return void socket.destroy();
        for (const piece of `${said}\r\n`.match(isAtOnce ? /[^]+/g : /[^]{1,5}/g)!) socket.write(piece);
      }
    });
    socket.write("220 test ESMTP\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const transport = smtpTransport(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, from, { receipts });
  afterFile(() => {
    transport.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { taken, chunks, sockets, send: (mail?: Partial<FinishedMail>) => transport.send(aMail(mail)) };
}

test("a message takes two writes with PIPELINING, and one write for each command without", async () => {
  for (const extensions of [["PIPELINING"], []]) {
    const { send, chunks, taken } = await aScriptedServer({ extensions });
    await send();
    const envelope = chunks.filter((chunk) => /^(MAIL|RCPT|DATA)/.test(chunk));
    expect(envelope).toHaveLength(extensions.length > 0 ? 1 : 3);
    expect(taken).toHaveLength(1);
  }
});

test.each([{ extensions: ["PIPELINING"] }, { extensions: [] }])(
  "a refused recipient does not affect the others, with %j",
  async ({ extensions }) => {
    const { send, taken } = await aScriptedServer({
      extensions,
      reply: (command) => (command.includes("nobody@") ? "550-5.1.1 No such user\r\n550 5.1.1 really" : undefined),
    });
    for (const to of ["ada@example.org", "grace@example.org"]) {
      await send({ to });
      await expect(send({ to: "nobody@example.org" })).rejects.toThrow(Undeliverable);
    }
    expect(taken.map(({ to }) => to)).toEqual(["ada@example.org", "grace@example.org"]);
  },
);

const returnPath = "rsvp+0123@in.turnout.test";

test.each<[string, Partial<Script>, Partial<FinishedMail>, string, string]>([
  ["where reports are understood", { extensions: ["DSN"], receipts: true }, { returnPath }, " RET=HDRS", " NOTIFY=SUCCESS,FAILURE,DELAY"],
  ["and only where it is switched on", { extensions: ["DSN"] }, { returnPath }, " RET=HDRS", ""],
  ["and no server that cannot", { extensions: [], receipts: true }, { returnPath }, "", ""],
  ["and not where no report can be understood", { extensions: ["DSN"], receipts: true }, {}, "", ""],
])("servers are asked to report success %s", async (_what, script, mail, ret, notify) => {
  const { send, chunks, taken } = await aScriptedServer(script);
  await send({ to: "ada@example.org", ...mail });
  const said = chunks.join("").split("\r\n");
  expect(said.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([
    `MAIL FROM:<${mail.returnPath ?? "hello@turnout.test"}>${ret}`,
    `RCPT TO:<ada@example.org>${notify}`,
  ]);
  expect(taken).toHaveLength(1);
});

test("a connection is kept after a refused recipient", async () => {
  const { send, taken, sockets } = await aScriptedServer({
    reply: (command) => {
      if (command.includes("nobody@")) return "550 5.1.1 No such user";
      if (command === "DATA" && taken.length > 0) return "554 5.5.1 No valid recipients";
      return undefined;
    },
  });
  await send({ to: "ada@example.org" });
  await expect(send({ to: "nobody@example.org" })).rejects.toThrow(Undeliverable);
  expect([taken, sockets.length]).toEqual([[{ to: "ada@example.org", connection: 1 }], 1]);
});

test("a connection that the server has dropped meanwhile loses no email and sends none twice", async () => {
  const { send, taken, sockets } = await aScriptedServer({});
  await send({ to: "ada@example.org" });
  sockets[0]!.resetAndDestroy();
  await send({ to: "grace@example.org" });
  expect(taken.map(({ to }) => to)).toEqual(["ada@example.org", "grace@example.org"]);
});

test("when a server ends a connection, another is opened", async () => {
  const { send, taken } = await aScriptedServer({
    reply: (command, connection) => (command.startsWith("MAIL") && connection === 1 && taken.length > 0 ? "421 4.7.0 Too many" : undefined),
  });
  await send({ to: "ada@example.org" });
  await send({ to: "grace@example.org" });
  expect(taken.map(({ to }) => to)).toEqual(["ada@example.org", "grace@example.org"]);
});

test("a message that may have been accepted is not sent again automatically", async () => {
  const { send, taken } = await aScriptedServer({
    // Another connection would be taken, and the message with it.
    reply: (command, connection) => (command === "." && connection === 1 && taken.length > 0 ? "gone" : undefined),
  });
  await send({ to: "ada@example.org" });
  await expect(send({ to: "grace@example.org" })).rejects.toThrow(MailServerFailed);
  expect(taken.map(({ to }) => to)).toEqual(["ada@example.org"]);
});

test.each(["250 OK\r\n250 OK again", "250 OK\r\n250-more"])(
  "a connection whose server says more than it was asked, %j, takes no further message",
  async (said) => {
    const { send, taken } = await aScriptedServer({ isAtOnce: true, reply: (command) => (command === "." ? said : undefined) });
    for (const to of ["ada@example.org", "grace@example.org"]) await send({ to });
    expect(taken).toEqual([
      { to: "ada@example.org", connection: 1 },
      { to: "grace@example.org", connection: 2 },
    ]);
  },
);

test("the sender's international domain goes in ASCII to a server without SMTPUTF8, from a layout and alone", async () => {
  const { send, chunks, taken } = await aScriptedServer({ from: "Turnout <hello@grüße.example>" });
  for (const layoutKey of [undefined, { layout: 1 }]) await send({ layoutKey });
  expect(chunks.join("").match(/^MAIL.*$/gm)).toEqual(Array(2).fill("MAIL FROM:<hello@xn--gre-6ka8l.example>"));
  expect(taken).toHaveLength(2);
});

test("a message larger than the server's SIZE limit is not sent", async () => {
  const { send, chunks } = await aScriptedServer({ extensions: ["SIZE 2000"] });
  await send();
  expect(chunks.join("")).toMatch(/MAIL FROM:<hello@turnout.test> SIZE=\d+\r\n/);
  await expect(send({ text: "x".repeat(2_000) })).rejects.toThrow(MailServerFailed);
  expect(chunks.join("").match(/^MAIL/gm)).toHaveLength(1);
});

test("a line that begins with a dot arrives unchanged", async () => {
  const { url, received } = await aMailServer();
  const transport = smtpTransport(url, "hello@turnout.test");
  afterFile(() => transport.close());
  const subject = `${"x".repeat(70)} .hidden`;
  await transport.send(aMail({ subject, headers: { "X-Dots": `${"y".repeat(74)} .` } }));
  expect(await PostalMime.parse(received[0]!.raw)).toMatchObject({ subject });
});

test("emails from one layout are the same as if each had been composed alone", async () => {
  const { url, received } = await aMailServer();
  const transport = smtpTransport(url, "Turnout <hello@turnout.test>");
  afterFile(() => transport.close());
  const layouts = [{}, {}];
  const words = fc.string({ unit: "binary", maxLength: 300 }).map((text) => `Hello ${text.toWellFormed()}`);
  const own = fc.record({
    to: fc.emailAddress().map((address) => address.toLowerCase()),
    html: words,
    text: words,
    link: fc.string({ unit: fc.constantFrom("a", "Z", "9", "-", "_", ".", "/", "ü"), minLength: 1, maxLength: 300 }),
  });
  const calendar = fc.option(words.map((content) => ({ name: "picnic.ics", method: "REQUEST", content, isPart: true })));
  const common = { subject: "Ein Grüßchen 🎉", from: "Ada Löw", replyTo: { name: "Ada Löw", address: "ada@example.org" } };
  await fc.assert(
    fc.asyncProperty(own, calendar, async ({ link, ...mine }, part) => {
      const mail = aMail({
        ...common,
        ...mine,
        calendar: part,
        messageId: messageIdOf(link, "turnout.test"),
        headers: { "List-Unsubscribe": `<${link}>` },
      });
      received.length = 0;
      await transport.send(mail);
      await transport.send({ ...mail, layoutKey: layouts[part ? 1 : 0] });
      const read = async (raw: string) => PostalMime.parse(raw, { attachmentEncoding: "utf8" });
      const [plain, filled] = await Promise.all(received.map(async ({ to, raw }) => ({ to, ...(await read(raw)) })));
      const withoutTheHour = ({ date: _date, headers, headerLines: _lines, html, text: said, ...rest }: NonNullable<typeof plain>) => ({
        ...rest,
        html: html?.trimEnd() ?? "",
        text: said?.trimEnd() ?? "",
        headers: headers.filter(({ key }) => key !== "date" && key !== "content-type"),
      });
      expect(withoutTheHour(filled!)).toEqual(withoutTheHour(plain!));
      expect(Math.abs(Date.parse(filled!.date!) - Date.parse(plain!.date!))).toBeLessThan(5_000);
    }),
    { numRuns: 100 },
  );
});

test("emails whose words look like a part of their layout are composed one by one", async () => {
  const { url, received } = await aMailServer();
  const transport = smtpTransport(url, "hello@turnout.test");
  afterFile(() => transport.close());
  const subject = "Thu, 01 Jan 1970 00:00:00 +0000"; // the date that a layout is composed with
  const layoutKey = {};
  for (const text of ["Come!", "Come, Grace!"]) await transport.send(aMail({ subject, text, layoutKey }));
  const mails = await Promise.all(received.map(({ raw }) => PostalMime.parse(raw)));
  expect(mails.map(({ text }) => text)).toEqual(["Come!\n", "Come, Grace!\n"]);
  for (const mail of mails) {
    expect(mail.subject).toBe(subject);
    expect(Date.now() - Date.parse(mail.date!)).toBeLessThan(60_000);
  }
});

test("an email that cannot be composed is not taken for a failure of the mail server", async () => {
  const { send } = await aScriptedServer({});
  const failure = await send({ html: { path: "/a/file" } as never }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(MailServerFailed);
});
