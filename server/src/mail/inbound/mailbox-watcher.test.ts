import { expect, describe, onTestFinished, test, vi } from "vitest";
import { changeable } from "../../changing.ts";
import { runAlone } from "../../db/run-alone.ts";
import { testDatabase } from "../../db/test-database.ts";
import { connect } from "../../db/connect.ts";
import { afterFile } from "../../testing/after-file.ts";
import { skipWithout } from "../../testing/child-server.test-support.ts";
import { makeKeyPair } from "../../tls/certificate.test-support.ts";
import { PASSWORD, testDovecot, wireTo, type Mailbox } from "./dovecot.test-support.ts";
import { tryMailbox, watchMailbox, type MailboxWatching, type Verdict } from "./mailbox-watcher.ts";
import { MAX_INBOUND_BYTES } from "./smtp-listener.ts";
import { until } from "../../testing/until.ts";

const isLeftOut = skipWithout("dovecot") || skipWithout("openssl");
const dovecot = isLeftOut ? null! : await testDovecot(makeKeyPair());

const mail = (subject: string, more = "") => `From: grace@example.org\r\nSubject: ${subject}\r\n\r\nYes\r\n${more}`;
const subjectOf = (raw: Buffer) => /^Subject: (.*)\r$/m.exec(String(raw))![1]!;

/** Watches a mailbox, and tells what was taken of it. */
function watching({ url }: Pick<Mailbox, "url">, more: Partial<MailboxWatching> & { verdictOn?: (subject: string) => Verdict } = {}) {
  const taken: string[] = [];
  const failures: string[] = [];
  const onOpen = vi.fn<() => void>();
  const { verdictOn = () => "done", ...rest } = more;
  const watched = watchMailbox({
    url: changeable(url),
    async take(raw) {
      taken.push(subjectOf(raw));
      return verdictOn(subjectOf(raw));
    },
    alone: (task) => task(),
    onOpen,
    onFailure: (reason) => failures.push(reason),
    ...rest,
  });
  onTestFinished(() => watched.close());
  return { ...watched, taken, failures, onOpen };
}

describe.skipIf(isLeftOut)("a mailbox of a real Dovecot is watched", () => {
  test("what is in it, and what comes, is taken once, and moved by what it was", async () => {
    const mailbox = dovecot.mailbox("once");
    await mailbox.append(mail("before"));
    const { taken, failures } = watching(mailbox, { verdictOn: (subject) => (subject === "words" ? "unreadable" : "done") });
    await until(() => expect(taken).toEqual(["before"]));
    for (const subject of ["words", "second"]) await mailbox.append(mail(subject));
    await until(() => expect(taken).toEqual(["before", "words", "second"]));
    await until(async () => expect(await mailbox.subjectsIn("INBOX")).toEqual([]));
    expect(await mailbox.subjectsIn("Turnout/Done")).toEqual(["before", "second"]);
    expect(await mailbox.subjectsIn("Turnout/Unreadable")).toEqual(["words"]);
    expect(failures).toEqual([]);
  });

  test("after a cut it goes on, with what came meanwhile", async () => {
    const wire = await wireTo(dovecot.port);
    const mailbox = dovecot.mailbox("cut", { port: wire.port });
    const { taken, onOpen } = watching(mailbox);
    await until(() => expect(onOpen).toHaveBeenCalledTimes(1));
    for (const [at, subject] of ["first", "second", "third"].entries()) {
      wire.cut();
      await mailbox.append(mail(subject));
      // Between the two it would be taken again.
      await until(async () => expect(await mailbox.subjectsIn("Turnout/Done")).toHaveLength(at + 1));
    }
    expect(taken).toEqual(["first", "second", "third"]);
  });

  test("while the server is away it waits, says so once, and goes on", async () => {
    const own = await testDovecot(makeKeyPair());
    const mailbox = own.mailbox("away");
    const { taken, failures, onOpen } = watching(mailbox);
    await until(() => expect(onOpen).toHaveBeenCalled());
    await own.kill();
    await until(() => expect(failures).toContain("ECONNREFUSED"));
    await own.restart();
    await mailbox.append(mail("after"));
    await until(() => expect(taken).toEqual(["after"]));
    expect(failures.filter((one) => one === "ECONNREFUSED")).toHaveLength(1);
  });

  test("a mail that cannot be taken now stays, lets others by, and is tried again", async () => {
    const mailbox = dovecot.mailbox("later");
    let isAway = true;
    const { taken, failures } = watching(mailbox, {
      verdictOn(subject) {
        if (subject === "first" && isAway) throw Object.assign(new Error("away"), { code: "57P01" });
        return "done";
      },
    });
    await mailbox.append(mail("first"));
    await mailbox.append(mail("second"));
    await until(async () => expect(await mailbox.subjectsIn("Turnout/Done")).toEqual(["second"]));
    expect(await mailbox.subjectsIn("INBOX")).toEqual(["first"]);
    expect(failures).toEqual(["57P01"]);
    isAway = false;
    await until(async () => expect(await mailbox.subjectsIn("Turnout/Done")).toEqual(["second", "first"]));
    expect(taken.at(-1)).toBe("first");
  });

  test("a mail above the limit is moved without being read", async () => {
    const mailbox = dovecot.mailbox("large");
    const { taken } = watching(mailbox);
    const filled = (bytes: number) =>
      mail(
        "large",
        "x"
          .repeat(76)
          .concat("\r\n")
          .repeat(Math.ceil(bytes / 78)),
      );
    await mailbox.append(filled(MAX_INBOUND_BYTES));
    await mailbox.append(filled(MAX_INBOUND_BYTES - 1_000).slice(0, MAX_INBOUND_BYTES));
    await until(async () => expect(await mailbox.subjectsIn("Turnout/Done")).toHaveLength(1));
    expect(await mailbox.subjectsIn("Turnout/Unreadable")).toHaveLength(1);
    expect(taken).toHaveLength(1);
  });

  test("of several processes one takes a mail; the control, without a lock, takes it twice", async () => {
    const { url } = await testDatabase();
    const databases = [connect(url), connect(url), connect(url)];
    databases.forEach((db) => afterFile(() => db.destroy()));

    const subjects = ["first", "second", "third", "fourth"];
    /** How often each mail was taken by three that watch the same mailbox. */
    async function race(user: string, watchedBy: (at: number) => Partial<MailboxWatching>) {
      const mailbox = dovecot.mailbox(user);
      for (const subject of subjects) await mailbox.append(mail(subject));
      const taken: string[] = [];
      const all = databases.map((_, at) => {
        const { take, ...more } = watchedBy(at);
        return watching(mailbox, {
          ...more,
          async take(raw) {
            taken.push(subjectOf(raw));
            return take ? take(raw) : "done";
          },
        });
      });
      await until(async () => expect(await mailbox.subjectsIn("INBOX")).toEqual([]));
      await Promise.all(all.map(({ close }) => close()));
      return subjects.map((subject) => taken.filter((one) => one === subject).length);
    }

    expect(await race("together", (at) => ({ alone: (task) => runAlone(databases[at]!, 1, task) }))).toEqual([1, 1, 1, 1]);
    // Whoever begins first waits until another has begun: without a lock, that one takes the same mail.
    const met = Promise.withResolvers<void>();
    let begun = 0;
    const [first] = await race("unlocked", () => ({
      async take() {
        if (++begun === 2) met.resolve();
        await met.promise;
        return "done";
      },
    }));
    expect(first).toBeGreaterThan(1);
  });

  test("a password that is replaced while it runs is used for the next connection", async () => {
    const mailbox = dovecot.mailbox("rotated", { password: "wrong" });
    const url = changeable(mailbox.url);
    const { taken, failures } = watching(mailbox, { url });
    await until(() => expect(failures).toEqual(["it refuses the user or the password"]));
    url.set(dovecot.mailbox("rotated").url);
    await mailbox.append(mail("first"));
    await until(() => expect(taken).toEqual(["first"]));
  });

  test("what is being taken at the end is moved before the end", async () => {
    const mailbox = dovecot.mailbox("ending");
    const { url } = await testDatabase();
    const db = connect(url);
    afterFile(() => db.destroy());
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const watched = watching(mailbox, {
      alone: (task) => runAlone(db, 2, task),
      async take() {
        begun.resolve();
        await goOn.promise;
        return "done";
      },
    });
    await mailbox.append(mail("first"));
    await begun.promise;
    const closing = watched.close();
    goOn.resolve();
    await closing;
    expect(await mailbox.subjectsIn("Turnout/Done")).toEqual(["first"]);
  });

  test("a URL is of use if the mailbox behind it can be opened, over an encrypted connection to a server that is trusted", async () => {
    const { url } = dovecot.mailbox("tried");
    await tryMailbox(url);
    await expect(tryMailbox(url.replace(encodeURIComponent(PASSWORD), "wrong"))).rejects.toMatchObject({ authenticationFailed: true });
    await expect(tryMailbox(url.replace("INBOX", "Nowhere"))).rejects.toMatchObject({ mailboxMissing: true });
    await expect(tryMailbox(url.replace("?tls.rejectUnauthorized=false", ""))).rejects.toThrow(/certificate/);
  });

  test("the password never goes over the wire in plain text, also if the server's encryption is hidden; the control asks for that", async () => {
    const inPlainText = (sent: string) => sent.includes(Buffer.from(`\0plain\0${PASSWORD}`).toString("base64")) || sent.includes(PASSWORD);
    const over = async (options: { hidesEncryption?: boolean }, change = (url: string) => url) => {
      const wire = await wireTo(dovecot.port, options);
      const tried = tryMailbox(change(dovecot.mailbox("plain", { port: wire.port }).url));
      return {
        works: await tried.then(
          () => true,
          () => false,
        ),
        isSeen: inPlainText(wire.sent()),
      };
    };
    expect(await over({})).toEqual({ works: true, isSeen: false });
    expect(await over({ hidesEncryption: true })).toEqual({ works: false, isSeen: false });
    const asked = (url: string) => url.replace("tls.rejectUnauthorized=false", "ignoreTLS=true");
    expect(await over({}, asked)).toEqual({ works: true, isSeen: true });
  });
});
