import { makeAuthority, type Authority } from "../testing/certificate-authority.ts";
import type { PassSigner } from "./pass-signer.ts";

export const passType = "pass.test.turnout";
export const team = "A1B2C3D4E5";
const SUBJECT = `/UID=${passType}/CN=Pass Type ID: ${passType}/OU=${team}/O=Tester/C=PT`;

/** What stands in for Apple's authority. */
export const makeDeveloperRelations = (until?: Date): Authority => makeAuthority("Worldwide Developer Relations for tests", until);

interface Issued {
  by?: Authority;
  from?: Date;
  until?: Date;
  subject?: string;
  rsa?: boolean;
}

/** What an operator gets from Apple, from an authority of the test's own. */
export function aPassSigner({ by = makeDeveloperRelations(), subject = SUBJECT, rsa = true, ...times }: Issued = {}): PassSigner {
  const { cert, key } = by.issue({ subject, rsa, ...times });
  return { certificate: cert, key, authority: by.certificate, passType, team };
}
