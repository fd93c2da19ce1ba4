import { describe, expect, test } from "vitest";
import { canReach, type Place } from "./reachability.ts";
import { readValues, render, skipWithoutHelm } from "./render.ts";

const part = (name: string): Place => ({
  name,
  labels: { "app.kubernetes.io/name": "turnout", "app.kubernetes.io/instance": "party", "app.kubernetes.io/component": name },
});
const address = (name: string, cidr?: string): Place => ({ name, ...(cidr && { cidr }) });
const ours = ["web", "api", "worker", "migrate", "test"].map(part);

/** Who reaches whom at which port: `name → name:port`, of all that there are. */
function table(file: string, others: Place[], ports: [Place, number][]): string[] {
  const { objects } = render(readValues(file));
  return [...ours, ...others].flatMap((from) =>
    ports.filter(([to, port]) => canReach(objects, from, to, port)).map(([to, port]) => `${from.name} → ${to.name}:${port}`),
  );
}

const [web, api, worker] = ours as [Place, Place, Place];
const listening: [Place, number][] = [
  [web, 8080],
  [api, 3000],
  [api, 9464],
  [worker, 9464],
];
const prometheus: Place = { name: "prometheus", namespace: "monitoring", labels: {} };
const neighbour: Place = { name: "neighbour", labels: { app: "another" } };
const stranger: Place = { name: "stranger", namespace: "another", labels: {} };

describe.skipIf(skipWithoutHelm())("who reaches whom", () => {
  test("as it is delivered: people the proxy, the proxy the servers, Prometheus the figures, and nobody anything else", () => {
    const internet = address("internet");
    const entries = table("ci/production.yaml", [prometheus, neighbour, stranger, internet], listening);
    expect(entries).toEqual([
      "web → api:3000",
      "test → web:8080",
      "prometheus → web:8080",
      "prometheus → api:9464",
      "prometheus → worker:9464",
      "neighbour → web:8080",
      "stranger → web:8080",
      "internet → web:8080",
    ]);
  });

  test("as it is delivered: each goes out at the ports of what it needs", () => {
    const outside = address("outside");
    const ports = [5432, 6379, 587, 25, 80, 443].map((port): [Place, number] => [outside, port]);
    expect(table("ci/production.yaml", [], ports)).toEqual([
      "api → outside:5432",
      "api → outside:6379",
      "worker → outside:5432",
      "worker → outside:6379",
      "worker → outside:587",
      "migrate → outside:5432",
    ]);
  });

  test("with answers by mail: the mail server reaches workers where they listen, nobody else does, and workers reach the mailbox", () => {
    const mailServer: Place = { name: "mail server", namespace: "mail", labels: {} };
    const into = (file: string) => table(file, [mailServer, stranger, prometheus], [[worker, 2525]]);
    const out = (file: string) => table(file, [], [[address("mailbox"), 993]]);
    expect([into("ci/answers.yaml"), out("ci/answers.yaml")]).toEqual([["mail server → worker:2525"], ["worker → mailbox:993"]]);
    expect([into("ci/production.yaml"), out("ci/production.yaml")]).toEqual([[], []]);
  });

  test("with push notifications, and reports of Amazon's: workers, and servers, reach the internet, at that port alone, and no private network", () => {
    const internet = [address("internet", "0.0.0.0/0"), address("internet by IPv6", "2000::/3")];
    const places = [...internet, address("own network")].flatMap((to) => [443, 80].map((port): [Place, number] => [to, port]));
    expect(table("ci/answers.yaml", [], places)).toEqual([
      "api → internet:443",
      "api → internet by IPv6:443",
      "worker → internet:443",
      "worker → internet by IPv6:443",
    ]);
    expect(table("ci/production.yaml", [], places)).toEqual([]);
  });

  test("with a provider of sign-in: whoever serves people reaches it, and nobody else", () => {
    const places: [Place, number][] = [8443, 443].map((port) => [address("provider", "203.0.113.7/32"), port]);
    expect(table("ci/answers.yaml", [], places)).toContain("api → provider:8443");
    expect(table("ci/answers.yaml", [], places).filter((one) => one.endsWith(":8443"))).toEqual(["api → provider:8443"]);
    expect(table("ci/production.yaml", [], places)).toEqual([]);
  });

  test("with traces: servers and workers reach the collector, and nobody else", () => {
    const collector: Place = { name: "collector", namespace: "monitoring", labels: {} };
    const places: [Place, number][] = [collector, stranger].map((to) => [to, 4318]);
    expect(table("ci/answers.yaml", [], places)).toEqual(["api → collector:4318", "worker → collector:4318"]);
    expect(table("ci/production.yaml", [], places)).toEqual([]);
  });

  test("closed: only whom the values name", () => {
    const ingress: Place = { name: "ingress", namespace: "ingress", labels: {} };
    const others = [ingress, prometheus, neighbour, stranger, address("internet")];
    expect(table("ci/closed-network.yaml", others, listening)).toEqual(["web → api:3000", "test → web:8080", "ingress → web:8080"]);
    const database = address("database", "10.0.16.0/20");
    const redis = address("redis", "10.0.32.0/20");
    const mail = address("mail", "203.0.113.25/32");
    const places = [database, redis, mail, address("elsewhere")].flatMap((to) =>
      [5432, 6380, 465, 443].map((port): [Place, number] => [to, port]),
    );
    expect(table("ci/closed-network.yaml", [], places)).toEqual([
      "api → database:5432",
      "api → redis:6380",
      "worker → database:5432",
      "worker → redis:6380",
      "worker → mail:465",
      "migrate → database:5432",
    ]);
  });

  test("every pod of ours finds names, at the cluster's DNS alone", () => {
    const dns: Place = { name: "dns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
    const other: Place = { name: "other", namespace: "kube-system", labels: {} };
    expect(
      table(
        "ci/closed-network.yaml",
        [],
        [
          [dns, 53],
          [dns, 9153],
          [other, 53],
        ],
      ),
    ).toEqual(ours.map(({ name }) => `${name} → dns:53`));
  });

  test("without Redis and mail, nobody goes there", () => {
    const outside = address("outside");
    const ports = [5432, 6379, 587].map((port): [Place, number] => [outside, port]);
    expect(table("ci/evaluation.yaml", [], ports)).toEqual(["api → outside:5432", "worker → outside:5432", "migrate → outside:5432"]);
  });

  test("control: without policies, everybody reaches everything", () => {
    const { objects } = render(readValues("ci/production.yaml"), { networkPolicy: { enabled: false } });
    expect(listening.every(([to, port]) => canReach(objects, stranger, to, port))).toBe(true);
  });
});
