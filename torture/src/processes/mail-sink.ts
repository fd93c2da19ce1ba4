import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface SunkMail {
  to: string;
  messageId: string;
  subject: string;
}

export interface MailSink {
  port: number;
  /** In the order in which they were taken, duplicates included. */
  mails: SunkMail[];
  close(): Promise<void>;
}

/** A mail server that takes everything and keeps what tells one mail from another. */
export async function startMailSink(): Promise<MailSink> {
  const mails: SunkMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    closeTimeout: 100,
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const [head = ""] = Buffer.concat(chunks).toString().split("\r\n\r\n");
        const line = (name: string) =>
          new RegExp(`^${name}: *(.*(?:\\r\\n[ \\t].*)*)`, "im").exec(head)?.[1]?.replaceAll(/\s+/g, " ") ?? "";
        for (const { address } of envelope.rcptTo)
          mails.push({ to: address, messageId: line("message-id").trim(), subject: line("subject") });
        done();
      });
    },
  });
  server.on("error", () => {}); // lines that break are what is tried out here
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
