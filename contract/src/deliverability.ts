import { z } from "zod";

/** Mail servers, and names of keys, that are asked about at once. */
export const MAX_ASKED_ABOUT = 5;

/** Everything that can be found of a sending domain, and what is to be thought of it. `unknown`: DNS did not answer, or nobody has said what to look for. */
export const verdicts = {
  no_answer: "unknown",
  no_answer_for_server: "unknown",

  mx_good: "good",
  mx_missing: "missing",
  mx_refuses_mail: "wrong",
  mx_without_address: "wrong",

  spf_good: "good",
  spf_missing: "missing",
  spf_several: "wrong",
  spf_lets_everybody: "wrong",
  spf_refuses_server: "wrong",
  spf_without_end: "wrong",
  spf_cannot_be_judged: "unknown",
  spf_server_unsaid: "unknown",

  dkim_good: "good",
  dkim_good_ed25519: "good",
  dkim_missing: "missing",
  dkim_revoked: "wrong",
  dkim_other_key: "wrong",
  dkim_weak: "wrong",
  dkim_unsaid: "unknown",

  dmarc_good: "good",
  dmarc_good_by_dkim_alone: "good",
  dmarc_missing: "missing",
  dmarc_several: "wrong",
  dmarc_without_policy: "wrong",

  reverse_good: "good",
  reverse_missing: "missing",
  reverse_leads_elsewhere: "wrong",
  reverse_server_unsaid: "unknown",
} as const;
export type FindingCode = keyof typeof verdicts;
export type Verdict = (typeof verdicts)[FindingCode];

const codes = Object.keys(verdicts) as [FindingCode, ...FindingCode[]];

/** One thing that receivers of email look at, as it stands in DNS. */
export const Finding = z.object({
  about: z.enum(["MX", "SPF", "DKIM", "DMARC", "PTR"]),
  /** The name that was asked for; of a reverse name, the address. Null: nobody has said which. */
  name: z.string().nullable(),
  code: z.enum(codes),
  verdict: z.enum(["good", "missing", "wrong", "unknown"]),
  /** What the code's words name: a record as it stands, a server, a number of bits. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** A record to add to DNS, as it stands in a zone; what only the operator knows is in angle brackets. Null: there is none to add. */
  add: z.string().nullable(),
});
export type Finding = z.infer<typeof Finding>;

/** Labels with dots between; the last one has a letter, which addresses lack. */
const HostName = z
  .string()
  .max(253)
  .regex(/^(?:[\dA-Za-z_-]{1,63}\.)+[A-Za-z][\dA-Za-z-]{0,62}$/);
const Selector = z
  .string()
  .max(100)
  .regex(/^[\dA-Za-z_-]+(?:\.[\dA-Za-z_-]+)*$/);

export const CheckDeliverability = z.object({
  /** Where email leaves to the world: addresses or names. Empty: the host of SMTP_URL, unless it is this machine or in its network. */
  servers: z.array(z.union([z.ipv4(), z.ipv6(), HostName])).max(MAX_ASKED_ABOUT),
  /** Names of keys that this server signs with, where it does (DKIM). */
  selectors: z.array(Selector).max(MAX_ASKED_ABOUT),
});

export const Deliverability = z.object({
  /** The address that emails are from. */
  from: z.string(),
  /** What was asked about as the place where email leaves. */
  servers: z.array(z.string()),
  /** Without one, email is shown on the mailbox page, or goes nowhere. */
  hasMailServer: z.boolean(),
  findings: z.array(Finding),
});
export type Deliverability = z.infer<typeof Deliverability>;
