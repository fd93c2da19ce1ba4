import { setTimeout as sleep } from "node:timers/promises";
import type { ImapFlow } from "imapflow";
import type { Changing } from "../../changing.ts";
import { MAX_INBOUND_BYTES } from "./smtp-listener.ts";

/** Where a mail goes once it was looked at: what is done, and what a person has to look at. */
export const FOLDERS = { done: ["Turnout", "Done"], unreadable: ["Turnout", "Unreadable"] } as const;
export type Verdict = keyof typeof FOLDERS;

/** How long a server may take to answer (ms). */
const ANSWER_WITHIN = 20_000;
/** An IDLE is begun anew after this (ms), so that a connection that is dead without a word is noticed. */
const IDLE_FOR = 120_000;
/** What stays, because it could not be taken now, is tried again after this (ms). */
const AGAIN_AFTER = 10_000;
/** The mailbox is looked into this often (ms), even if the server tells of nothing. */
const LOOK_EVERY = 300_000;
/** The first and the longest pause before a lost connection is opened again (ms). */
const PAUSE = 500;
const LONGEST_PAUSE = 60_000;

export interface MailboxWatching {
  /** `imaps://user:password@mail.example/INBOX`. */
  url: Changing<string>;
  /** Takes a mail. Throws when it should be tried again. */
  take(raw: Buffer): Promise<Verdict>;
  /** Runs the task while nobody else runs one of this mailbox, in no process. */
  alone(task: () => Promise<void>): Promise<void>;
  /** Called when the mailbox is open. */
  onOpen(): void;
  /** Gets what an operator has to know, once for as long as it persists. */
  onFailure(reason: string): void;
}

export interface WatchedMailbox {
  /** Resolves when a mail that is being taken is taken. */
  close(): Promise<void>;
}

/**
 * Takes what arrives in a mailbox, as the server tells of it (IDLE, RFC 2177), and moves it to a folder. After a cut it goes on
 * with what has arrived meanwhile. A mail that was taken, but not moved before a cut, is taken again.
 */
export function watchMailbox({ url, take, alone, onOpen, onFailure }: MailboxWatching): WatchedMailbox {
  const ending = new AbortController();
  let open: ImapFlow | null = null;
  let told = "";
  const stopFollowing = url.onChange(() => open?.close());

  async function watch() {
    let pause = PAUSE;
    while (!ending.signal.aborted) {
      try {
        await follow(() => (pause = PAUSE));
      } catch (error) {
        tell(error);
      }
      await rest(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  /** Throws when the connection is lost, at the latest. */
  async function follow(onConnected: () => void): Promise<never> {
    const client = (open = await mailboxClient(url.current));
    const news = newsOf(client);
    try {
      await client.connect();
      const places = { done: await folder(client, "done"), unreadable: await folder(client, "unreadable") };
      await client.mailboxOpen(nameIn(url.current));
      onConnected();
      onOpen();
      told = "";
      for (;;) {
        news.forget();
        const isLeft = await takeAll(client, places);
        requireOpen(client);
        void client.idle();
        await news.within(isLeft ? AGAIN_AFTER : LOOK_EVERY);
        requireOpen(client);
      }
    } finally {
      open = null;
      client.close();
    }
  }

  /** Whether some are left, which could not be taken now. */
  async function takeAll(client: ImapFlow, places: Record<Verdict, string>): Promise<boolean> {
    const uids = (await client.search({ deleted: false }, { uid: true })) || [];
    let isLeft = false;
    for (const uid of uids) {
      try {
        await alone(() => takeOne(client, String(uid), places));
      } catch (error) {
        requireOpen(client);
        isLeft = true;
        tell(error);
      }
    }
    return isLeft;
  }

  async function takeOne(client: ImapFlow, uid: string, places: Record<Verdict, string>): Promise<void> {
    await client.noop(); // another process may have moved it while we waited
    const source = { maxLength: MAX_INBOUND_BYTES + 1 };
    const mail = await client.fetchOne(uid, { uid: true, source }, { uid: true });
    if (!mail || !mail.source) return;
    const verdict = mail.source.length > MAX_INBOUND_BYTES ? "unreadable" : await take(mail.source);
    if (!(await client.messageMove(uid, places[verdict], { uid: true }))) throw new Error("a mail cannot be moved to its folder");
  }

  function requireOpen(client: ImapFlow) {
    if (ending.signal.aborted || !client.usable) throw new Error("the connection to the mailbox is lost");
  }

  function tell(error: unknown) {
    const reason = reasonOf(error);
    if (ending.signal.aborted || reason === told) return;
    told = reason;
    onFailure(reason);
  }

  const rest = (ms: number) => sleep(ms, undefined, { ref: false, signal: ending.signal }).catch(() => {});

  const watching = watch();
  return {
    async close() {
      ending.abort();
      stopFollowing();
      // What is being taken is moved first.
      await alone(async () => open?.close()).catch(() => open?.close());
      await watching;
    },
  };
}

/** Throws unless the mailbox can be opened. */
export async function tryMailbox(url: string): Promise<void> {
  const client = await mailboxClient(url);
  try {
    await client.connect();
    await client.mailboxOpen(nameIn(url), { readOnly: true });
  } finally {
    client.close();
  }
}

/** A password never goes over the wire in plain text, unless the URL asks for that (`?ignoreTLS=true`). */
async function mailboxClient(url: string): Promise<ImapFlow> {
  const { ImapFlow } = await import("imapflow"); // most installations have no mailbox
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const secure = protocol === "imaps:";
  const client = new ImapFlow({
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(port) || (secure ? 993 : 143),
    secure,
    ...(!secure && { doSTARTTLS: searchParams.get("ignoreTLS") !== "true" }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    tls: { rejectUnauthorized: searchParams.get("tls.rejectUnauthorized") !== "false" },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: IDLE_FOR,
    connectionTimeout: ANSWER_WITHIN,
    greetingTimeout: ANSWER_WITHIN,
    maxLiteralSize: 4 * MAX_INBOUND_BYTES,
    maxResponseSize: 8 * MAX_INBOUND_BYTES,
  });
  client.on("error", () => {}); // what runs, or waits, fails as well
  return client;
}

/** The mailbox that a URL names. */
const nameIn = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1)) || "INBOX";

async function folder(client: ImapFlow, verdict: Verdict): Promise<string> {
  const { path } = await client.mailboxCreate([...FOLDERS[verdict]]); // one that exists is as good
  return path;
}

/** Whether something happened that is worth a look, also before anybody asks. */
function newsOf(client: ImapFlow) {
  let isNew = false;
  let wake = () => {};
  const tell = () => {
    isNew = true;
    wake();
  };
  client.on("exists", tell);
  client.on("close", tell);
  return {
    forget: () => void (isNew = false),
    within: (ms: number) =>
      new Promise<void>((resolve) => {
        const late = setTimeout(resolve, ms).unref();
        wake = () => {
          clearTimeout(late);
          resolve();
        };
        if (isNew) wake();
      }),
  };
}

/** Servers quote what they were given in their texts: only codes are sure not to. */
function reasonOf(error: unknown): string {
  const { message, code, authenticationFailed, serverResponseCode } = error as Failure;
  if (authenticationFailed) return "it refuses the user or the password";
  return serverResponseCode ?? code ?? message ?? "it does not work";
}

interface Failure extends NodeJS.ErrnoException {
  authenticationFailed?: boolean;
  serverResponseCode?: string;
}
