import { expect, test } from "vitest";
import { CERTIFICATE_DAYS } from "../monitoring/alerts.ts";
import { faultsIn, PEERS } from "./judge-cert-expiry.ts";
import type { Renewal } from "./cert-expiry.ts";

const each = (days: number) => Object.fromEntries(PEERS.map((peer) => [peer, days]));
const good: Renewal = {
  requests: 900,
  failedRequests: [],
  answered: 20,
  failedHandshakes: [],
  absences: [],
  lost: 0,
  doubled: 0,
  gone: 0,
  before: each(CERTIFICATE_DAYS.page - 0.1),
  after: each(CERTIFICATE_DAYS.ticket + 0.1),
  visits: 300,
  failedVisits: [],
  control: { visits: 10, letIn: 0 },
};

test.each<[string, Partial<Renewal>]>([
  ["1 requests failed: 502", { failedRequests: ["502"] }],
  ["1 handshakes failed: 503", { failedHandshakes: ["503"] }],
  ["1 new connections failed: certificate has expired", { failedVisits: ["certificate has expired"] }],
  ["1 entries lost, 0 doubled, 0 readers gone", { lost: 1 }],
  ["nobody is told that the certificate of redis ends", { before: { ...good.before, redis: CERTIFICATE_DAYS.page } }],
  ["nobody is told that the certificate of mail ends", { before: { authority: 1, database: 1, redis: 1, server: 1, site: 1 } }],
  ["the certificate of database is not renewed", { after: { ...good.after, database: CERTIFICATE_DAYS.ticket } }],
  ["the control, an expired certificate, lets people in: nothing is shown", { control: { visits: 10, letIn: 1 } }],
  ["the control, an expired certificate, lets people in: nothing is shown", { control: { visits: 0, letIn: 0 } }],
])("%s is a fault of a renewal; control: all goals just met are none", (fault, change) => {
  expect(faultsIn({ ...good, ...change })).toEqual([fault]);
  expect(faultsIn(good)).toEqual([]);
});
