import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openReplies, type Invited } from "../calendar/replies.test-support.ts";
import { answerInvitation } from "../guests/commands.ts";
import { openMemoryCounter } from "../http/rate-counters.ts";
import { createHttpServer } from "../http/server.ts";
import { incomingReports } from "../incoming-reports.ts";
import { mailTag } from "../mail/inbound/mail-tag.ts";
import { listSuppressions } from "../mail/list-suppressions.ts";
import { CERTIFICATE_URL, testProviders, TOPIC_ARN, type Post, type TestProvider } from "../mail/provider-reports/posts.test-support.ts";
import type { ReportingProvider } from "../mail/provider-reports/provider-names.ts";
import { noReports, type ReportSettings } from "../mail/provider-reports/providers.ts";
import { MAX_REPORTS_BYTES } from "../mail/provider-reports/report-routes.ts";
import { MAX_ASKED } from "../mail/provider-reports/sns-message.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import { smtpTransport } from "../mail/smtp-transport.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { createLogger } from "../telemetry/logging.ts";
import { afterFile } from "../testing/after-file.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { makeRsaCertificate } from "../tls/certificate.test-support.ts";
import { answering, asGuest } from "../testing/world.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

const { settings, db, changeEvent, invited } = await openReplies();
const providers = testProviders();
const outcomes: string[] = [];

async function serve(reports: ReportSettings, noteOpen?: (mailId: string) => void) {
  const server = await createHttpServer({ publicUrl: testUrl, trustedHops: 0, logger: createLogger("silent") });
  const count = (outcome: string) => void outcomes.push(outcome);
  incomingReports(server, {
    ...settings,
    reports,
    count,
    readUrl: providers.readUrl,
    openCounter: openMemoryCounter,
    ...(noteOpen && { noteOpen }),
  });
  await server.ready();
  afterFile(() => server.close());
  return server;
}
const server = await serve(providers.settings);

async function send({ name }: { name: string }, { body, headers }: Post, to = server) {
  outcomes.length = 0;
  const url = `/api/delivery-reports/${name}`;
  const reply = await to.inject({ method: "POST", url, headers: { host: "turnout.test", ...headers }, payload: body });
  return { status: reply.statusCode, outcomes: [...outcomes], problem: reply.body ? reply.json() : null };
}

async function tagOf({ guest }: Pick<Invited, "guest">): Promise<string> {
  const found = await sql<{ id: string }>`
    select id from mails where payload ->> 'guestId' = ${guest.guestId} order by created_at desc, id desc limit 1`.execute(db);
  return mailTag(testSecret, found.rows[0]!.id);
}

async function told({ guest }: Pick<Invited, "guest">): Promise<string[]> {
  const { rows } = await sql<{ delivery: string; reason: string | null }>`
    select body ->> 'delivery' as delivery, body ->> 'reason' as reason from event_log
    where about = ${guest.guestId} and body ->> 'type' = 'delivery.changed' order by seq`.execute(db);
  return rows.map(({ delivery, reason }) => (reason ? `${delivery}: ${reason}` : delivery)).filter((one) => one !== "sent");
}

const scopesOf = async ({ guest }: Invited) =>
  (await listSuppressions(db, testSecret, { limit: 1_000 }))
    .filter(({ email }) => email === guest.email)
    .map(({ scope, reason }) => `${reason} ${scope.replace(/[\da-f-]{36}/, "this")}`)
    .toSorted();

const taken = (outcome: string) => ({ status: 200, outcomes: [outcome], problem: null });

describe.each(providers.all)("what $name posts", (provider: TestProvider) => {
  const post = async (event: Invited, what: Parameters<TestProvider["post"]>[0]) => send(provider, provider.post(what, await tagOf(event)));

  test.each([
    ["delivered", ["delivered"], []],
    ["delayed", ["delayed"], []],
    ["nobody", ["failed: noSuchAddress"], ["bounced guests"]],
    ["full", ["failed: mailboxFull"], []],
    ["refused for now", ["failed: gaveUp"], []],
    ["suppressed", ["failed: bouncedBefore"], []],
    ["complained", ["complained"], ["complained event:this", "complained invitations"]],
  ] as const)("of an email that is %s is what hosts are told, and stays for the address as with any report", async (what, news, scopes) => {
    const event = await invited();
    expect(await post(event, what)).toEqual(taken("recorded"));
    expect(await told(event)).toEqual(news);
    expect(await scopesOf(event)).toEqual(scopes);
  });

  test.each(["opened", "something new"] as const)("of an email that is %s changes nothing", async (what) => {
    const event = await invited();
    expect(await post(event, what)).toEqual(taken("ignored"));
    expect(await told(event)).toEqual([]);
  });

  test("of an email that was opened counts where that is switched on, and is no delivery", async () => {
    const event = await invited();
    const noted: string[] = [];
    const on = await serve(providers.settings, (mailId) => void noted.push(mailId));
    const tag = await tagOf(event);
    expect(await send(provider, provider.post("opened", tag), on)).toEqual(taken("recorded"));
    expect([noted.map((id) => mailTag(testSecret, id)), await told(event)]).toEqual([[tag], []]);
  });

  test("twice counts once", async () => {
    const event = await invited();
    const [once, again] = [provider.post("delayed", await tagOf(event)), provider.post("delayed", await tagOf(event))];
    expect(await send(provider, once)).toEqual(taken("recorded"));
    for (const one of [once, again]) expect(await send(provider, one)).toMatchObject({ status: 200 });
    expect(await told(event)).toEqual(["delayed"]);
  });

  test("late, after the guest has answered, is about the email alone", async () => {
    const event = await invited();
    const tag = await tagOf(event);
    await changeEvent(event.id, answerInvitation, answering("going"), asGuest({ id: event.guest.guestId } as never));
    expect(await send(provider, provider.post("nobody", tag))).toEqual(taken("recorded"));
    expect(await event.row()).toMatchObject({ delivery: "failed", standing: "going" });
  });

  test("and nobody has proven is refused; control: proven, it counts", async () => {
    const event = await invited();
    const post = provider.post("delayed", await tagOf(event));
    expect(await send(provider, provider.forged(post))).toMatchObject({ status: 401, outcomes: ["refused"] });
    expect(await send(provider, { ...post, body: "{}" })).toMatchObject({ status: expect.toBeOneOf([400, 401]) });
    expect(await told(event)).toEqual([]);
    expect(await send(provider, post)).toEqual(taken("recorded"));
  });

  test.each([
    ["no tag", null],
    ["a word of somebody else's", "0123"],
    ["the tag of an email that is forgotten", mailTag(testSecret, randomUUID())],
  ])("about %s is not ours, and taken as well: others may send by the same account", async (_what, tag) => {
    expect(await send(provider, provider.post("nobody", tag))).toEqual(taken("unknown"));
  });

  test("about an email of ours by a tag that we did not make is unknown", async () => {
    const event = await invited();
    const forged = (await tagOf(event)).replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    expect(await send(provider, provider.post("nobody", forged))).toEqual(taken("unknown"));
    expect(await told(event)).toEqual([]);
  });

  test("before the email is known to have gone out is asked for again, and then counts", async () => {
    const event = await invited();
    const post = provider.post("nobody", await tagOf(event));
    await sql`update guests set delivery = 'queued' where id = ${event.guest.guestId}`.execute(db);
    expect(await send(provider, post)).toMatchObject({ status: 503, outcomes: ["early"] });
    await sql`update guests set delivery = 'sent' where id = ${event.guest.guestId}`.execute(db);
    expect(await send(provider, post)).toEqual(taken("recorded"));
  });

  test.each(["", "{", "null", "[]", "7", '{"event":7}'])("in no form that we know (%s) is refused, and breaks nothing", async (content) => {
    const { status } = await send(provider, provider.proven(content));
    expect(status).toBeOneOf(content === "[]" && provider.name === "sendgrid" ? [200] : [400, 401]);
  });

  test("is too large, or of another type", async () => {
    const post = provider.post("delayed", null);
    expect(await send(provider, { ...post, body: "x".repeat(MAX_REPORTS_BYTES + 1) })).toMatchObject({ status: 413 });
    expect(await send(provider, { ...post, headers: { ...post.headers, "content-type": "text/html" } })).toMatchObject({ status: 415 });
  });

  test("is not taken where it is not set up", async () => {
    const elsewhere = await serve(noReports);
    expect(await send(provider, provider.post("delayed", null), elsewhere)).toMatchObject({
      status: 404,
      problem: { code: "provider_not_found" },
    });
  });

  test("names the email by what our email carried", async () => {
    const pipeline = await createMailPipeline();
    const mails = await aMailServer();
    const transport = smtpTransport(mails.url, "hello@turnout.test");
    afterFile(() => transport.close());
    const overSmtp = { send: (mail: FinishedMail) => transport.send(mail).then(() => undefined), close: () => {} };
    await anEventWithGuests(pipeline, guestsToInvite(3));
    await pipeline.deliver({ transport: overSmtp, reportingProviders: [provider.name] });
    const ids = (await sql<{ id: string }>`select id from mails`.execute(pipeline.db)).rows.map(({ id }) => id);
    const carried = mails.received.map(({ raw }) => headerOf(provider.name, raw));
    expect(carried.toSorted()).toEqual(ids.map((id) => mailTag(testSecret, id)).toSorted());
  });
});

describe.each(providers.all.filter(({ within }) => within !== null))("what $name has signed", (provider) => {
  test("long ago is refused, and so is what comes from the future", async () => {
    const event = await invited();
    const ago = async (seconds: number) =>
      send(provider, provider.post("delayed", await tagOf(event), new Date(Date.now() - seconds * 1_000)));
    expect(await ago(provider.within! + 60)).toMatchObject({ status: 401, problem: { detail: expect.stringMatching(/seconds ago/) } });
    expect(await ago(-600)).toMatchObject({ status: 401, problem: { detail: expect.stringMatching(/future/) } });
    expect(await ago(provider.within! - 60)).toEqual(taken("recorded"));
  });
});

test("secrets may be replaced: with two lines, what either has proven is taken", async () => {
  for (const [provider, secret] of [
    [mailgun, providers.settings.mailgunKey],
    [postmark, providers.settings.postmarkSecret],
  ] as const) {
    const [before, next] = [secret.current, randomUUID()];
    const post = () => provider.post("nobody", null);
    const old = [post(), post()];
    secret.set(`${next}\n${before}`);
    expect(await send(provider, old[0]!)).toMatchObject({ status: 200 });
    secret.set(next);
    expect(await send(provider, old[1]!)).toMatchObject({ status: 401 });
    expect(await send(provider, post())).toMatchObject({ status: 200 });
  }
});

/** The tag in the header that a provider reads. */
function headerOf(provider: ReportingProvider, message: string): string {
  const headers = message.split("\r\n\r\n")[0]!.replaceAll(/\r\n[ \t]+/g, " ");
  const value = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(headers)![1]!;
  switch (provider) {
    case "amazon-ses":
      return /^turnout=(.*)$/.exec(value("X-SES-MESSAGE-TAGS"))![1]!;
    case "mailgun":
      return JSON.parse(value("X-Mailgun-Variables")).turnout;
    case "postmark":
      return value("X-PM-Metadata-turnout");
    case "sendgrid":
      return JSON.parse(value("X-SMTPAPI")).unique_args.turnout;
  }
}

test("email carries nothing of the kind where no provider is set up", async () => {
  await invited();
  const pipeline = await createMailPipeline();
  await anEventWithGuests(pipeline, guestsToInvite(1));
  const [mail] = await pipeline.deliver();
  expect(Object.keys(mail!.headers).filter((name) => /^x-/i.test(name))).toEqual([]);
});

const [ses, mailgun, postmark, sendgrid] = providers.all as [TestProvider, TestProvider, TestProvider, TestProvider];

test("a signature of Mailgun's, which covers no content, proves one request alone", async () => {
  const [event, other] = [await invited(), await invited()];
  const post = mailgun.post("delayed", await tagOf(event));
  expect(await send(mailgun, post)).toEqual(taken("recorded"));
  const { signature } = JSON.parse(post.body) as { signature: object };
  const another = JSON.parse(mailgun.post("nobody", await tagOf(other)).body) as object;
  expect(await send(mailgun, { ...post, body: JSON.stringify({ ...another, signature }) })).toEqual(taken("unchanged"));
  expect(await told(other)).toEqual([]);
});

test.each([
  ["Invalid", ["failed: noSuchAddress"], ["bounced guests"]],
  ["Bounced Address", ["failed: bouncedBefore"], []],
  ["Unsubscribed Address", ["failed: unwanted"], []],
  // Our own header is at fault, and the address is as good as before.
  ["Invalid SMTPAPI header", ["failed: refused"], []],
])("what SendGrid drops as %s says only that of the address", async (reason, news, scopes) => {
  const event = await invited();
  const dropped = [{ event: "dropped", reason, turnout: await tagOf(event) }];
  expect(await send(sendgrid, sendgrid.proven(JSON.stringify(dropped)))).toEqual(taken("recorded"));
  expect([await told(event), await scopesOf(event)]).toEqual([news, scopes]);
});

test("of many events in one request each counts, and a repetition of them does nothing", async () => {
  const events = [await invited(), await invited(), await invited()];
  const tags = await Promise.all(events.map(tagOf));
  const content = tags.flatMap((tag) => JSON.parse(sendgrid.post("delayed", tag).body) as object[]);
  const post = sendgrid.proven(JSON.stringify([...content, ...JSON.parse(sendgrid.post("complained", null).body)]));
  expect((await send(sendgrid, post)).outcomes.toSorted()).toEqual(["recorded", "recorded", "recorded", "unknown"]);
  expect(await send(sendgrid, post)).toMatchObject({ status: 200 });
  expect(await Promise.all(events.map(told))).toEqual([["delayed"], ["delayed"], ["delayed"]]);
});

describe("messages of SNS", () => {
  const about = async (event: Invited) => {
    const { Message } = JSON.parse(ses.post("delayed", await tagOf(event)).body) as { Message: string };
    return { Message };
  };

  test("count with either version of its signature", async () => {
    const event = await invited();
    expect(await send(ses, providers.signSns(await about(event), { version: "1" }))).toEqual(taken("recorded"));
  });

  test.each([
    ["of another topic, which SNS signs as well", { TopicArn: TOPIC_ARN.replace("turnout", "others") }],
    ["with a certificate elsewhere", { SigningCertURL: CERTIFICATE_URL.replace("amazonaws.com", "amazonaws.com.example.org") }],
    ["with a certificate by plain http", { SigningCertURL: CERTIFICATE_URL.replace("https", "http") }],
    ["with a certificate of another region", { SigningCertURL: CERTIFICATE_URL.replace("eu-central-1", "us-east-1") }],
    ["with a certificate at another host that has the name as its user", { SigningCertURL: CERTIFICATE_URL.replace("//", "//x@") }],
    [
      "with a certificate in somebody's bucket",
      { SigningCertURL: "https://s3.eu-central-1.amazonaws.com/SimpleNotificationService-01234567.pem" },
    ],
    ["with something else of Amazon's for a certificate", { SigningCertURL: "https://sns.eu-central-1.amazonaws.com/?Action=Publish" }],
  ])("%s are refused, and nothing is fetched", async (_what, forged) => {
    const event = await invited();
    providers.asked.length = 0;
    expect(await send(ses, providers.signSns({ ...(await about(event)), ...forged }))).toMatchObject({ status: 401 });
    expect([await told(event), providers.asked]).toEqual([[], []]);
  });

  test("signed with another key are refused", async () => {
    const event = await invited();
    const { key } = makeRsaCertificate();
    expect(await send(ses, providers.signSns(await about(event), { key }))).toMatchObject({ status: 401 });
    expect(await told(event)).toEqual([]);
  });

  test("name the email by the envelope's sender where SES has no tags", async () => {
    const event = await invited();
    const mail = { source: `rsvp+${await tagOf(event)}@in.turnout.test` };
    expect(await send(ses, ses.proven(JSON.stringify({ notificationType: "Complaint", complaint: {}, mail })))).toEqual(taken("recorded"));
  });

  test("with an absence note, which SES counts as a bounce, and its greeting, change nothing", async () => {
    const event = await invited();
    const bounce = { bounceType: "Transient", bounceSubType: "General", bouncedRecipients: [{ emailAddress: "x@example.org" }] };
    const mail = { tags: { turnout: [await tagOf(event)] } };
    expect(await send(ses, ses.proven(JSON.stringify({ eventType: "Bounce", mail, bounce })))).toEqual(taken("ignored"));
    expect(await send(ses, ses.proven("Successfully validated SNS topic for Amazon SES event publishing."))).toMatchObject({ status: 200 });
  });

  const confirmation = (more: object = {}) => ({
    Type: "SubscriptionConfirmation" as const,
    Message: "You have chosen to subscribe",
    Token: "abc",
    SubscribeURL: `https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=abc`,
    ...more,
  });

  test("that ask whether the topic may post are confirmed", async () => {
    providers.asked.length = 0;
    const post = confirmation();
    expect(await send(ses, providers.signSns(post))).toMatchObject({ status: 200 });
    expect(providers.asked).toContain(post.SubscribeURL);
  });

  test.each([
    ["leads elsewhere", { SubscribeURL: `https://192.0.2.1/?Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}` }],
    ["asks for something else", { SubscribeURL: `https://sns.eu-central-1.amazonaws.com/?Action=DeleteTopic&TopicArn=${TOPIC_ARN}` }],
    ["is for another topic", { SubscribeURL: `https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}s` }],
    ["is not there", { SubscribeURL: undefined }],
  ])("but not where the URL %s", async (_what, forged) => {
    await send(ses, ses.post("delayed", null)); // the certificate is there by now
    providers.asked.length = 0;
    expect(await send(ses, providers.signSns(confirmation(forged)))).toMatchObject({ status: 401 });
    expect(providers.asked).toEqual([]);
  });

  test("that name one certificate after the other do not make us fetch for ever", async () => {
    const fresh = await serve(providers.settings);
    providers.asked.length = 0;
    const statuses: number[] = [];
    for (let one = 0; one < MAX_ASKED + 3; one++) {
      const SigningCertURL = CERTIFICATE_URL.replace("0123", String(1_000 + one));
      statuses.push((await send(ses, providers.signSns({ Message: "x", SigningCertURL }), fresh)).status);
    }
    expect([statuses.filter((status) => status === 401), statuses.slice(MAX_ASKED)]).toEqual([
      Array.from({ length: MAX_ASKED }, () => 401),
      [503, 503, 503],
    ]);
    expect(providers.asked).toHaveLength(MAX_ASKED);
  });
});
