import { expect, test } from "vitest";
import { PARTIES } from "../vault/certificates.ts";
import { faultsIn } from "./judge-vault-certificates.ts";
import { RENEWALS, type IssuedCertificates } from "./vault-certificates.ts";

const good: IssuedCertificates = {
  requests: 900,
  failedRequests: [],
  answered: 20,
  failedHandshakes: [],
  absences: [],
  lost: 0,
  doubled: 0,
  gone: 0,
  renewals: { proxy: RENEWALS, server: RENEWALS, database: RENEWALS, redis: RENEWALS },
  leastLeft: 0.1,
  visits: 300,
  failedVisits: [],
  misjudged: [],
  asked: 70,
  keptKey: true,
  refusedWhenEnded: [...PARTIES],
  refusedWhenForeign: [...PARTIES],
  productSays: '{"status":"unready","reason":"database_untrusted"}',
  noted: 1,
  leaked: 0,
  shipped: { lost: 0, doubled: 0 },
};

test.each<[string, Partial<IssuedCertificates>]>([
  ["1 requests failed: 502", { failedRequests: ["502"] }],
  ["1 new connections failed: redis: certificate has expired", { failedVisits: ["redis: certificate has expired"] }],
  ["1 handshakes failed: 503", { failedHandshakes: ["503"] }],
  ["1 entries lost, 0 doubled, 0 readers gone", { lost: 1 }],
  ["not renewed as often as it should be: redis", { renewals: { ...good.renewals, redis: RENEWALS - 1 } }],
  ["a certificate that had ended was shown", { leastLeft: 0 }],
  ["Vault judges otherwise than it should: redis: GET sys/mounts: 200", { misjudged: ["redis: GET sys/mounts: 200"] }],
  ["an agent that was started anew spoilt a pair", { keptKey: false }],
  [
    "the control, an ended certificate of redis, was not refused: nothing is shown",
    { refusedWhenEnded: PARTIES.filter((name) => name !== "redis") },
  ],
  ["a foreign certificate of proxy was not refused", { refusedWhenForeign: PARTIES.filter((name) => name !== "proxy") }],
  ["the product says of a foreign certificate: ready", { productSays: "ready" }],
  ["Vault noted nothing", { noted: 0 }],
  ["of Vault's log, 1 lines were lost and 0 doubled", { shipped: { lost: 1, doubled: 0 } }],
  ["1 keys or tokens stand in Vault's log as they are", { leaked: 1 }],
])("%s is a fault of issued certificates; control: all goals just met are none", (fault, change) => {
  expect(faultsIn({ ...good, ...change })).toEqual([fault]);
  expect(faultsIn(good)).toEqual([]);
});
