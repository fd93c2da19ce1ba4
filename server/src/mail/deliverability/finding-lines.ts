import type { Finding, FindingCode, Verdict } from "@turnout/contract/deliverability";

const marks: Record<Verdict, string> = { good: "✓", missing: "✗", wrong: "✗", unknown: "?" };

/** Lines for whoever runs the command, with what to add. The operator's page has words of its own for the same codes. */
export function deliverabilityLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ about, name, code, verdict, facts, add }) => [
    `${marks[verdict]} ${about}${name === null ? "" : ` ${name}`}: ${verdict === "missing" ? "missing; " : ""}${says[code](facts)}`,
    ...(add === null ? [] : [`    add: ${add}`]),
  ]);
}

const says: Record<FindingCode, (facts: Finding["facts"]) => string> = {
  no_answer: ({ error }) => `DNS did not answer (${error}), so nobody knows: try again, or name another server with --dns`,
  no_answer_for_server: () => "DNS did not answer for the mail server's name, so nobody knows: try again",

  mx_good: ({ servers }) => `${servers}`,
  mx_missing: () => "no mail server takes replies and reports for this domain",
  mx_refuses_mail: () => "the record says that the domain takes no mail at all, and many refuse mail from such a domain",
  mx_without_address: ({ servers }) => `${servers} has no address`,

  spf_good: ({ record }) => `"${record}"`,
  spf_missing: () => "nothing says which servers may send for this domain",
  spf_several: ({ count }) => `there are ${count} records, and readers take none then: make one of them`,
  spf_lets_everybody: () => "it lets everybody send for this domain: end it with -all",
  spf_refuses_server: ({ record, server, result }) => `"${record}" does not let ${server} send (${result})`,
  spf_without_end: ({ record }) => `"${record}" costs more than ten questions, or leads nowhere: readers take it as none`,
  spf_cannot_be_judged: ({ record }) => `"${record}" leads to what cannot be judged here`,
  spf_server_unsaid: ({ record }) => `"${record}": name the server that your mail leaves from with --server`,

  dkim_good: ({ bits }) => `an RSA key of ${bits} bits`,
  dkim_good_ed25519: () => "an Ed25519 key",
  dkim_missing: () => "the public key of what signs your email is not there",
  dkim_revoked: () => "the key was revoked: it is empty",
  dkim_other_key: () => "it is another key than that of DKIM_KEY",
  dkim_weak: ({ least }) => `no RSA key of at least ${least} bits`,
  dkim_unsaid: () =>
    "nothing says who signs: set DKIM_SELECTOR and DKIM_KEY or, where your mail server signs, name its selector with --selector",

  dmarc_good: ({ record }) => `"${record}"`,
  dmarc_good_by_dkim_alone: ({ record, returns, from }) => `"${record}"; reports return to ${returns}, so DKIM alone can pass for ${from}`,
  dmarc_missing: () => "Google and Yahoo ask for it from whoever sends more than a few emails",
  dmarc_several: ({ count }) => `there are ${count} records, and readers take none then: make one of them`,
  dmarc_without_policy: ({ record }) => `"${record}" has no policy p=`,

  reverse_good: ({ host }) => `${host}`,
  reverse_missing: ({ server }) => `whoever gave you ${server} can set it: many servers take no mail from an address without a name`,
  reverse_leads_elsewhere: ({ hosts, server }) => `${hosts} does not lead back to ${server}`,
  reverse_server_unsaid: () => "name the server that your mail leaves from with --server",
};
