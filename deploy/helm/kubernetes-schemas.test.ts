import { expect, test } from "vitest";
import { kubernetesFaults } from "./kubernetes-schemas.ts";

const faultsOf = kubernetesFaults();
const service = (spec: object) => ({ apiVersion: "v1", kind: "Service", metadata: { name: "one" }, spec });
const deployment = (container: object) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "one" },
  spec: { selector: { matchLabels: { app: "one" } }, template: { spec: { containers: [container] } } },
});
const scaledObject = (trigger: object) => ({
  apiVersion: "keda.sh/v1alpha1",
  kind: "ScaledObject",
  metadata: { name: "one" },
  spec: { scaleTargetRef: { name: "one" }, triggers: [trigger] },
});

test("an object as Kubernetes describes it has no fault", () => {
  expect(faultsOf(service({ ports: [{ port: 80, targetPort: "http" }] }))).toEqual([]);
  expect(
    faultsOf(deployment({ name: "one", lifecycle: { preStop: { sleep: { seconds: 5 } } }, resources: { limits: { cpu: 1 } } })),
  ).toEqual([]);
});

test.each([
  ["a misspelt field", service({ port: [] }), /^\/spec must NOT have additional properties .*"port"/],
  [
    "a misspelt field far inside",
    deployment({ name: "one", livenessProbe: { httpGet: { prot: 1 } } }),
    /httpGet must NOT have additional .*"prot"/,
  ],
  ["a field of another type", service({ ports: [{ port: "80" }] }), /^\/spec\/ports\/0\/port must be integer/],
  ["nothing where there is a list", service({ ports: null }), /^\/spec\/ports must be array/],
  ["a number where KEDA takes text", scaledObject({ type: "prometheus", metadata: { threshold: 3 } }), /threshold must be string/],
  ["a field that KEDA does not know", scaledObject({ type: "cpu", metadata: {}, metricTyp: "Value" }), /"metricTyp"/],
  ["a field that has to be there and is not", deployment({ image: "x" }), /must have required property 'name'/],
])("%s is a fault", (_, object, fault) => {
  expect(faultsOf(object).join("\n")).toMatch(fault);
});

test("a kind that is not described is an error, not silence", () => {
  expect(() => faultsOf({ apiVersion: "v1", kind: "Secret" })).toThrow("v1 Secret is not described");
});
