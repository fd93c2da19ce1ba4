import { expect, test } from "vitest";
import { faultsIn as faultsOfRotation } from "./judge-secret-rotation.ts";
import { faultsIn as faultsOfVault } from "./judge-vault.ts";
import type { Outcome } from "./outcome.ts";
import type { Rotation } from "./secret-rotation.ts";
import { USERS, type VaultDrill } from "./vault.ts";

const unnoticed: Outcome = {
  requests: 300,
  failedRequests: [],
  answered: 20,
  failedHandshakes: [],
  absences: [],
  lost: 0,
  doubled: 0,
  gone: 0,
};
const rotation: Rotation = { ...unnoticed, took: {}, isSignedIn: true, linkIsValid: true, withoutMail: [], refusedBySmtp: 0 };
const vault: VaultDrill = {
  ...unnoticed,
  users: USERS + 1,
  expired: USERS,
  misjudged: [],
  isLetIn: true,
  secretAfter: 1_000,
  isSignedIn: true,
  noted: 1,
  leaked: 0,
};

test.each<[string, Partial<Rotation>]>([
  ["1 requests failed: 503", { failedRequests: ["503"] }],
  ["1 handshakes failed: 503", { failedHandshakes: ["503"] }],
  ["1 entries lost, 0 doubled, 0 readers gone", { lost: 1 }],
  ["a session ended", { isSignedIn: false }],
  ["a link became invalid", { linkIsValid: false }],
  ["1 guests got no email: guest-3@example.org", { withoutMail: ["guest-3@example.org"] }],
  ["the mail server refused 2 logins", { refusedBySmtp: 2 }],
])("%s is a fault of a rotation; control: what nobody noticed is none", (fault, change) => {
  expect(faultsOfRotation({ ...rotation, ...change })).toEqual([fault]);
  expect(faultsOfRotation(rotation)).toEqual([]);
});

test.each<[string, Partial<VaultDrill>]>([
  ["1 requests failed: 503", { failedRequests: ["503"] }],
  ["0 entries lost, 0 doubled, 1 readers gone", { gone: 1 }],
  [`only ${USERS} users, of which ${USERS} are gone: nothing is shown`, { users: USERS }],
  [`only ${USERS + 1} users, of which ${USERS - 1} are gone: nothing is shown`, { expired: USERS - 1 }],
  ["the policy is not as it should be: GET sys/mounts: 200", { misjudged: ["GET sys/mounts: 200"] }],
  ["a session ended", { isSignedIn: false }],
  ["whoever connects to the database anew is refused", { isLetIn: false }],
  ["Vault noted nothing", { noted: 0 }],
  ["1 secrets stand in Vault's log as they are", { leaked: 1 }],
])("%s is a fault of users that expire; control: what nobody noticed is none", (fault, change) => {
  expect(faultsOfVault({ ...vault, ...change })).toEqual([fault]);
  expect(faultsOfVault(vault)).toEqual([]);
});
