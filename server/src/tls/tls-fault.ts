const UNKNOWN_AUTHORITY = "its certificate is by an authority that is not trusted: TLS_CA has to contain the authority's certificate";
const NOT_OFFERED = "it offers no encryption there: look at the port, and at what its URL asks for";

interface Fault {
  /** Of Node and OpenSSL. */
  codes: string[];
  /** Where a library has put a code of its own in the place of that one, or has none. */
  message: RegExp;
  /** For an operator. */
  words: string;
}

const FAULTS: Fault[] = [
  { codes: ["CERT_HAS_EXPIRED"], message: /^certificate has expired$/, words: "its certificate has expired: renew it there" },
  {
    codes: ["CERT_NOT_YET_VALID"],
    message: /^certificate is not yet valid$/,
    words: "its certificate is not valid yet: compare the clocks",
  },
  {
    codes: ["DEPTH_ZERO_SELF_SIGNED_CERT"],
    message: /^self[ -]signed certificate(;|$)/,
    words: "its certificate is signed by itself: TLS_CA has to contain it, or the authority of a proper one",
  },
  {
    codes: [
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_GET_ISSUER_CERT",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
    message: /^(self[ -]signed certificate in certificate chain|unable to (get (local )?issuer|verify the first) certificate)/,
    words: UNKNOWN_AUTHORITY,
  },
  {
    codes: ["CERT_SIGNATURE_FAILURE"],
    message: /^certificate signature failure$/,
    words: "its certificate is by an authority that is not trusted, though of the same name as one that is",
  },
  { codes: ["CERT_REVOKED"], message: /^certificate revoked$/, words: "its certificate is revoked" },
  {
    codes: ["ERR_TLS_CERT_ALTNAME_INVALID"],
    message: /^Hostname\/IP does not match certificate's altnames/,
    words: "its certificate is for another host: the URL has to name one that is in the certificate",
  },
  {
    codes: ["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG"],
    message:
      /^The server does not support SSL connections$|^Client network socket disconnected before secure TLS|error:[\dA-F]+:SSL routines:.*:(wrong version number|packet length too long):/,
    words: NOT_OFFERED,
  },
];

/** A server that does not encrypt, or whose certificate is refused; the message says why. */
export class NoTls extends Error {
  constructor(words: string = NOT_OFFERED, options?: ErrorOptions) {
    super(words, options);
  }
}

/** Why the other side could not be spoken to by TLS, for an operator; null if the error is not about that. */
export function tlsFault(error: unknown): string | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof NoTls) return one.message;
    const { code = "", message } = one as NodeJS.ErrnoException;
    const fault = FAULTS.find(({ codes, message: words }) => codes.includes(code) || words.test(message));
    if (fault) return fault.words;
  }
  return null;
}
