/** A finding that stays, and why. One that a gate does not find any more has to go from its list. */
export interface Accepted {
  rule: string;
  /** Where it stays; elsewhere it is a finding. */
  file: string | RegExp;
  because: string;
}

export interface Finding {
  rule: string;
  file: string;
  line?: number;
}

/** Splits findings into those that nobody has accepted, and acceptances that accept nothing. */
export function settle(findings: Finding[], accepted: Accepted[]): { open: Finding[]; idle: Accepted[] } {
  const isMeant = (finding: Finding, { rule, file }: Accepted) =>
    finding.rule === rule && (typeof file === "string" ? finding.file === file : file.test(finding.file));
  return {
    open: findings.filter((finding) => !accepted.some((one) => isMeant(finding, one))),
    idle: accepted.filter((one) => !findings.some((finding) => isMeant(finding, one))),
  };
}
