import { createPrivateKey, X509Certificate } from "node:crypto";
import { certificatesIn } from "../tls/trusted-certificates.ts";
import type { Signer } from "./sign-detached.ts";

/** By which an operator's passes are signed. */
export interface PassSigner extends Signer {
  /** What Apple calls the kind of pass, as in `pass.example.turnout`, and the team that it belongs to. */
  passType: string;
  team: string;
}

/** The settings' names, for what is wrong with them. */
const [CERT, KEY, WWDR] = ["WALLET_CERT", "WALLET_KEY", "WALLET_WWDR"];

/** Why wallets would refuse passes that are signed so, in words for the operator; null: they would not. */
export function faultOfSigner({ certificate, key, authority, passType, team }: PassSigner, now: Date): string | null {
  const [own, above] = [certificate, authority].map((pem) => certificatesIn(pem)?.[0]);
  if (!own || !above) return `${own ? WWDR : CERT} must be a certificate in PEM form`;
  if (!own.checkPrivateKey(createPrivateKey(key))) return `${KEY} is not the key of the certificate in ${CERT}`;
  const subject = subjectOf(own);
  if (subject.get("UID") !== passType)
    return `${CERT} is for passes of the type ${subject.get("UID") ?? "of nobody"}, and WALLET_PASS_TYPE says ${passType}`;
  if (subject.get("OU") !== team) return `${CERT} is of the team ${subject.get("OU") ?? "of nobody"}, and WALLET_TEAM says ${team}`;
  if (!own.checkIssued(above) || !own.verify(above.publicKey))
    return `${WWDR} did not issue the certificate in ${CERT}: take the generation of Apple's that its issuer names`;
  return faultOfTimes(CERT, own, now) ?? faultOfTimes(WWDR, above, now);
}

/** Whether it is within the times of both certificates. */
export function isInForce({ certificate, authority }: PassSigner, now: Date): boolean {
  return [certificate, authority].every((pem) => faultOfTimes("", new X509Certificate(pem), now) === null);
}

function faultOfTimes(setting: string | undefined, { validFromDate, validToDate }: X509Certificate, now: Date): string | null {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  if (validToDate <= now) return `${setting} ended on ${day(validToDate)}: wallets refuse passes that are signed with it`;
  return validFromDate > now ? `${setting} begins on ${day(validFromDate)}: wallets refuse passes that are signed with it before` : null;
}

/** A certificate's subject, by the short names of its parts. */
function subjectOf({ subject }: X509Certificate): Map<string, string> {
  return new Map(subject.split("\n").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}
