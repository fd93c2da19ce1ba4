import { X509Certificate } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in a PEM text; null if there is none, or one that cannot be read. */
export function certificatesIn(pem: string): X509Certificate[] | null {
  try {
    const found = (pem.match(CERTIFICATE) ?? []).map((one) => new X509Certificate(one));
    return found.length > 0 ? found : null;
  } catch {
    return null;
  }
}

/** What Node trusted when this thread started, `NODE_EXTRA_CA_CERTS` included. */
const first = getCACertificates("default");

/** Trusts these authorities besides, on all later connections of this thread. Null: no others. */
export function trust(pem: string | null): void {
  const others = pem === null ? [] : (certificatesIn(pem) ?? []);
  setDefaultCACertificates([...first, ...others.map(String)]);
}
