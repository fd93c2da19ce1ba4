import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Random } from "../processes/random.ts";
import type { Envelope } from "./mail.ts";

/** One of our servers, as a mail server in front of it knows it. */
export interface Door {
  port: number;
  lmtp: boolean;
}

/** What came of one try. `unknown`: the connection ended before the verdict; a mail server tries again then. */
export type Verdict = "accepted" | "later" | "refused" | "unknown";

/** How long one try may take (ms), and the pauses in between. */
const PATIENCE = 5_000;
const PAUSE = [50, 400] as const;
/** How often a connection is cut while the mail is under way, and how long after it began at most (ms). */
const CUT = 0.15;
const CUT_WITHIN = 40;

/** Delivers one copy until it is taken (`accepted`) or refused (with what was said), as a mail server with a queue does. Null: given up at the deadline. */
export async function deliver(mail: Envelope, doors: readonly Door[], random: Random, deadline: number): Promise<string | null> {
  for (;;) {
    const { verdict, said } = await tryOnce(mail, random.pick(doors), random);
    if (verdict === "accepted") return verdict;
    if (verdict === "refused") return said;
    if (performance.now() > deadline) return null;
    await sleep(random.int(...PAUSE));
  }
}

async function tryOnce({ from, to, raw }: Envelope, { port, lmtp }: Door, random: Random): Promise<{ verdict: Verdict; said: string }> {
  // Mail comes from many servers: none of them is too much by itself.
  const localAddress = `127.${random.int(1, 250)}.${random.int(0, 250)}.${random.int(1, 250)}`;
  const cutAfter = random.chance(CUT) ? random.int(0, CUT_WITHIN) : null;
  const socket = connect({ host: "127.0.0.1", port, localAddress });
  const smtp = new SMTPConnection({ host: "127.0.0.1", port, connection: socket, ignoreTLS: true, lmtp, socketTimeout: PATIENCE });
  const cut = cutAfter === null ? undefined : setTimeout(() => socket.destroy(), cutAfter);
  try {
    return await new Promise((resolve) => {
      const over = setTimeout(() => resolve({ verdict: "unknown", said: "no answer in time" }), PATIENCE);
      over.unref();
      const ended = (error?: Error | null) => resolve(verdictOf(error));
      smtp.once("error", ended);
      smtp.once("end", () => ended(new Error("the connection ended")));
      // Over LMTP each recipient is answered after the mail, and a refusal is no error of `send`.
      smtp.connect(() => smtp.send({ from, to: [to] }, raw, (error, info) => ended(error ?? info?.rejectedErrors?.[0] ?? null)));
    });
  } finally {
    clearTimeout(cut);
    socket.destroy();
  }
}

function verdictOf(error?: (Error & { responseCode?: number }) | null): { verdict: Verdict; said: string } {
  if (!error) return { verdict: "accepted", said: "" };
  const code = error.responseCode ?? 0;
  return { verdict: code >= 500 ? "refused" : code >= 400 ? "later" : "unknown", said: error.message };
}
