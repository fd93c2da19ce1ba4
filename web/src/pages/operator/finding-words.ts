import { useLingui } from "@lingui/react/macro";
import type { Finding, Verdict } from "@turnout/contract/deliverability";

/** What was found, in words. The record as it stands is shown besides. */
export function useFindingWords(): (finding: Finding) => string {
  const { t } = useLingui();
  return ({ code, facts }) => {
    const { error, servers, count, server, result, bits, least, returns, from, host, hosts } = facts;
    switch (code) {
      case "no_answer":
        return t`DNS gave no answer (${error}), so nobody knows. Check again in a while.`;
      case "no_answer_for_server":
        return t`DNS gave no answer for the name of your mail server, so nobody knows. Check again in a while.`;
      case "mx_good":
        return t`Replies and reports arrive at ${servers}.`;
      case "mx_missing":
        return t`No mail server takes replies and reports for this domain.`;
      case "mx_refuses_mail":
        return t`The record says that the domain takes no mail at all. Many refuse mail from such a domain.`;
      case "mx_without_address":
        return t`${servers} has no address.`;
      case "spf_good":
        return t`The servers that may send for this domain are named.`;
      case "spf_missing":
        return t`Nothing says which servers may send for this domain.`;
      case "spf_several":
        return t`There are ${count} records, and then none counts. Make one of them.`;
      case "spf_lets_everybody":
        return t`It lets everybody send for this domain. End it with -all.`;
      case "spf_refuses_server":
        return t`It does not let ${server} send (${result}).`;
      case "spf_without_end":
        return t`It costs more than ten questions, or leads nowhere. Then it counts as none.`;
      case "spf_cannot_be_judged":
        return t`It leads to what cannot be judged here.`;
      case "spf_server_unsaid":
        return t`Say above where your email leaves, to see whether this lets it.`;
      case "dkim_good":
        return t`An RSA key of ${bits} bits.`;
      case "dkim_good_ed25519":
        return t`An Ed25519 key.`;
      case "dkim_missing":
        return t`The public key of what signs your email is not there.`;
      case "dkim_revoked":
        return t`The key was revoked: it is empty.`;
      case "dkim_other_key":
        return t`It is another key than that of DKIM_KEY.`;
      case "dkim_weak":
        return t`It is no RSA key of at least ${least} bits.`;
      case "dkim_unsaid":
        return t`Nothing says who signs. Set DKIM_SELECTOR and DKIM_KEY or, where your mail server signs, name its selector above.`;
      case "dmarc_good":
        return t`Receivers know what to do with mail that is not yours.`;
      case "dmarc_good_by_dkim_alone":
        return t`It is there. Reports return to ${returns}, so only a signature (DKIM) can pass for ${from}.`;
      case "dmarc_missing":
        return t`Google and Yahoo ask for it from whoever sends more than a few emails.`;
      case "dmarc_several":
        return t`There are ${count} records, and then none counts. Make one of them.`;
      case "dmarc_without_policy":
        return t`It has no policy (p=).`;
      case "reverse_good":
        return t`It is ${host}, which leads back.`;
      case "reverse_missing":
        return t`Many servers take no mail from an address without a name. Whoever gave you ${server} can set it.`;
      case "reverse_leads_elsewhere":
        return t`${hosts} does not lead back to ${server}.`;
      case "reverse_server_unsaid":
        return t`Say above where your email leaves.`;
    }
  };
}

export function useVerdictWords(): Record<Verdict, string> {
  const { t } = useLingui();
  return { good: t`good`, missing: t`missing`, wrong: t`wrong`, unknown: t`not known` };
}
