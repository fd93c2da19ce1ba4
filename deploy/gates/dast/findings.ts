/** What a scanner holds against the server. */
export interface Finding {
  /** The scanner's own name for the kind of fault. */
  kind: string;
  /** Method and path. */
  where: string;
  what: string;
}

/** A finding that stays, with the reason. */
export interface Accepted {
  kind: string;
  /** Where it is accepted; elsewhere it is a finding. */
  where: RegExp;
  why: string;
}

/** Findings that nobody has accepted, and acceptances that nothing was found for. */
export function judge(findings: Finding[], accepted: Accepted[]): { open: Finding[]; idle: Accepted[] } {
  const covers = (one: Accepted, found: Finding) => one.kind === found.kind && one.where.test(found.where);
  return {
    open: findings.filter((found) => !accepted.some((one) => covers(one, found))),
    idle: accepted.filter((one) => !findings.some((found) => covers(one, found))),
  };
}
