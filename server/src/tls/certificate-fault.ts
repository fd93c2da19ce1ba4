/** Why a certificate was refused, for an operator, by the codes of Node and OpenSSL. */
const REASONS: Record<string, string> = {
  CERT_HAS_EXPIRED: "its certificate has expired: renew it there",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: compare the clocks",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself: TLS_CA has to contain it, or the authority of a proper one",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is by an authority that is not trusted: TLS_CA has to contain the authority's certificate",
  UNABLE_TO_GET_ISSUER_CERT: "its certificate is by an authority that is not trusted: TLS_CA has to contain the authority's certificate",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "its certificate is by an authority that is not trusted: TLS_CA has to contain the authority's certificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "its certificate is by an authority that is not trusted: TLS_CA has to contain the authority's certificate",
  CERT_SIGNATURE_FAILURE: "its certificate is by an authority that is not trusted, though of the same name as one that is",
  CERT_REVOKED: "its certificate is revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host: the URL has to name one that is in the certificate",
};

/** What is wrong with the other side's certificate; null if the error is not about that. */
export function certificateFault(error: unknown): string | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { code = "" } = one as NodeJS.ErrnoException;
    if (REASONS[code]) return REASONS[code];
  }
  return null;
}
