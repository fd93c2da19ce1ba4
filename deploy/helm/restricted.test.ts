import { expect, test } from "vitest";
import { restrictedFaults } from "./restricted.ts";

const container = {
  name: "one",
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
};
const good = { securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } }, containers: [container] };
const withContext = (more: object) => ({
  ...good,
  containers: [{ ...container, securityContext: { ...container.securityContext, ...more } }],
});

test("a pod that keeps every rule has no fault", () => {
  expect(restrictedFaults(good)).toEqual([]);
});

test.each([
  ["hostNetwork", { ...good, hostNetwork: true }],
  ["hostPath", { ...good, volumes: [{ name: "x", hostPath: { path: "/" } }] }],
  ["one: may run as root", { ...good, securityContext: { seccompProfile: { type: "RuntimeDefault" } } }],
  ["one: may run as root", withContext({ runAsUser: 0 })],
  ["one: has no seccomp profile", { ...good, securityContext: { runAsNonRoot: true } }],
  ["one: is privileged", withContext({ privileged: true })],
  ["one: may gain privileges", withContext({ allowPrivilegeEscalation: undefined })],
  ["one: keeps capabilities", withContext({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } })],
  ["one: keeps capabilities", withContext({ capabilities: {} })],
  ["one: can write to its root file system", withContext({ readOnlyRootFilesystem: false })],
  ["one: takes a port of its node", { ...good, containers: [{ ...container, ports: [{ hostPort: 80 }] }] }],
])("%s is a fault", (fault, pod) => {
  expect(restrictedFaults(pod)).toEqual([fault]);
});
