import { describe, expect, test } from "vitest";
import { readValues, render, skipWithoutHelm } from "../helm/render.ts";
import { faultsIn } from "./confinement.ts";
import { bytesOf, playable } from "./playable.ts";

describe.skipIf(skipWithoutHelm())("a pod as Podman plays it", () => {
  test("keeps what confines it, and leaves to the kubelet what Podman does not do", () => {
    const { objects } = render(readValues("ci/evaluation.yaml"));
    const api = objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name.endsWith("-api"))!;
    const rendered = api.spec.template.spec;
    const played = playable(api, { secrets: "/secrets", hosts: { database: "10.0.0.2" }, env: { PUBLIC_URL: "http://x" } });
    const [container] = played.pod.spec.containers;
    expect(played.pod.spec.securityContext).toEqual(rendered.securityContext);
    expect(container.securityContext).toEqual(rendered.containers[0].securityContext);
    expect(container.resources).toEqual(rendered.containers[0].resources);
    expect(container.env).toContainEqual({ name: "PUBLIC_URL", value: "http://x" });
    expect(container.env).toHaveLength(rendered.containers[0].env.length);
    expect(played.pod.spec.volumes).toEqual([
      { name: "secrets", hostPath: { path: "/secrets", type: "Directory" } },
      { name: "tmp", emptyDir: {} },
    ]);
    expect(played.pod.spec.hostAliases).toEqual([{ ip: "10.0.0.2", hostnames: ["database"] }]);
    expect([played.notice, played.grace, played.ports]).toEqual([0, 40, { http: 3000, metrics: 9464 }]);
    expect(Object.keys(played.probes)).toEqual(["startup", "readiness", "liveness"]);
  });
});

test("quantities are read in bytes", () => {
  expect([bytesOf("512Mi"), bytesOf("1Gi"), bytesOf("7")]).toEqual([536_870_912, 1_073_741_824, 7]);
});

const STATUS = `Uid:\t10001\t10001\nGid:\t10001\t10001\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000
CapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n`;
const MOUNTS = "overlay / overlay ro,relatime 0 0\nproc /proc proc rw 0 0\n/dev/x /tmp ext4 rw,nosuid 0 0\n";

test("a process that is confined has no fault", () => {
  expect(faultsIn(STATUS, MOUNTS, 10001)).toEqual([]);
});

test.each([
  ["its user is 0, not 10001", STATUS.replace("Uid:\t10001", "Uid:\t0"), MOUNTS],
  ["CapEff is 00000000a80425fb", STATUS.replace("CapEff:\t0000000000000000", "CapEff:\t00000000a80425fb"), MOUNTS],
  ["it may gain privileges", STATUS.replace("NoNewPrivs:\t1", "NoNewPrivs:\t0"), MOUNTS],
  ["no filter of system calls", STATUS.replace("Seccomp:\t2", "Seccomp:\t0"), MOUNTS],
  ["its root file system can be written to", STATUS, MOUNTS.replace("overlay ro", "overlay rw")],
  ["/tmp cannot be written to", STATUS, MOUNTS.replace("/tmp ext4 rw", "/tmp ext4 ro")],
])("%s: a fault", (fault, status, mounts) => {
  expect(faultsIn(status, mounts, 10001)).toEqual([fault]);
});
