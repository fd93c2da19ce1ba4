import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export type MailSink = Awaited<ReturnType<typeof startMailSink>>;

/** A mail server that takes everything and keeps what tells one mail from another. */
export async function startMailSink() {
  /** In the order in which they were taken, duplicates included. */
  const mails: { to: string; messageId: string; subject: string }[] = [];
  /** Who reads a mail as a whole, as it is taken. */
  const readers = new Set<(mail: { from: string; to: string; text: string }) => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    closeTimeout: 100,
    onData(stream, { envelope }, done) {
      const take = (mail: string) => {
        const [head = ""] = mail.split("\r\n\r\n");
        const line = (name: string) =>
          new RegExp(`^${name}: *(.*(?:\\r\\n[ \\t].*)*)`, "im").exec(head)?.[1]?.replaceAll(/\s+/g, " ") ?? "";
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        for (const { address: to } of envelope.rcptTo) {
          mails.push({ to, messageId: line("message-id").trim(), subject: line("subject") });
          for (const read of readers) read({ from, to, text: mail });
        }
        done();
      };
      void text(stream).then(take, () => {}); // one that broke is not taken
    },
  });
  server.on("error", () => {}); // lines that break are what is tried out here
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    readers,
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}
