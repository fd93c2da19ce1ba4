import { createHash, createPrivateKey, sign, X509Certificate } from "node:crypto";
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifier,
  DigestAlgorithmIdentifiers,
  EncapsulatedContentInfo,
  id_contentType,
  id_data,
  id_messageDigest,
  id_signedData,
  id_signingTime,
  IssuerAndSerialNumber,
  SignatureAlgorithmIdentifier,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from "@peculiar/asn1-cms";
import { AsnConvert, AsnObjectIdentifierConverter, AsnOctetStringConverter, AsnUTCTimeConverter, OctetString } from "@peculiar/asn1-schema";
import { Certificate } from "@peculiar/asn1-x509";

/** RFC 5754 and RFC 3370. */
const SHA_256 = "2.16.840.1.101.3.4.2.1";
const RSA = "1.2.840.113549.1.1.1";
const ECDSA_WITH_SHA_256 = "1.2.840.10045.4.3.2";

/** Who signs: certificates and key in PEM form. */
export interface Signer {
  certificate: string;
  key: string;
  /** The authority that issued the certificate. */
  authority: string;
}

/** A signature of these bytes, which it does not contain, with both certificates (CMS, RFC 5652, in DER). */
export function signDetached(content: Uint8Array, { certificate, key, authority }: Signer, now: Date): Buffer {
  const [own, above] = [certificate, authority].map((pem) => AsnConvert.parse(new X509Certificate(pem).raw, Certificate));
  const privateKey = createPrivateKey(key);
  const isRsa = privateKey.asymmetricKeyType === "rsa";
  const attributes = signedAttributes(content, now);
  const digestAlgorithm = new DigestAlgorithmIdentifier({ algorithm: SHA_256 });
  const { issuer, serialNumber } = own!.tbsCertificate;
  const signer = new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }) }),
    digestAlgorithm,
    signedAttrs: attributes.map((attribute) => AsnConvert.parse(attribute, Attribute)),
    signatureAlgorithm: new SignatureAlgorithmIdentifier(isRsa ? { algorithm: RSA, parameters: null } : { algorithm: ECDSA_WITH_SHA_256 }),
    signature: new OctetString(sign("sha256", setOf(attributes), privateKey)),
  });
  const signed = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data }),
    certificates: new CertificateSet([own!, above!].map((one) => new CertificateChoices({ certificate: one }))),
    signerInfos: new SignerInfos([signer]),
  });
  return Buffer.from(AsnConvert.serialize(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(signed) })));
}

/** What is signed besides the bytes, each in DER, in the order that DER asks of a set. */
function signedAttributes(content: Uint8Array, now: Date): Buffer[] {
  const digest = createHash("sha256").update(content).digest();
  const values: [type: string, value: ArrayBuffer][] = [
    [id_contentType, AsnObjectIdentifierConverter.toASN(id_data).toBER()],
    [id_signingTime, AsnUTCTimeConverter.toASN(now).toBER()],
    [id_messageDigest, AsnOctetStringConverter.toASN(Uint8Array.from(digest).buffer).toBER()],
  ];
  const attributes = values.map(([attrType, value]) => Buffer.from(AsnConvert.serialize(new Attribute({ attrType, attrValues: [value] }))));
  return attributes.toSorted((a, b) => Buffer.compare(a, b));
}

const SET = 0x31;

/** A set in DER of so few elements that two bytes say its length. */
function setOf(elements: Buffer[]): Buffer {
  const content = Buffer.concat(elements);
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  // DER wants the shortest form.
  if (length.length === 3 && content.length < 0x100) length.splice(0, 2, 0x81);
  return Buffer.concat([Buffer.from([SET, ...length]), content]);
}
