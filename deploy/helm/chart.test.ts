import { generateKeyPairSync } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { DRAIN_WITHIN } from "../../server/src/app.ts";
import { readConfig } from "../../server/src/config.ts";
import { secretSettings, settings } from "../../server/src/config/settings.ts";
import { BULK_MAIL_CONNECTIONS, LOOK_UP_CONNECTIONS, POOL_SIZE, WRITERS } from "../../server/src/db/connect.ts";
import { REQUEST_GRACE } from "../../server/src/http/graceful-shutdown.ts";
import { HELPER_CONNECTIONS, JOB_CONNECTIONS, JOBS_GRACE } from "../../server/src/jobs/jobs.ts";
import { STOP_DEADLINE } from "../../server/src/run-process.ts";
import { makeDkimKey } from "../../server/src/mail/dkim.test-support.ts";
import { fileSetting } from "../../server/src/secret-files.ts";
import { makeKeyPair } from "../../server/src/tls/certificate.test-support.ts";
import { aPassSigner } from "../../server/src/wallet/pass-signer.test-support.ts";
import { kubernetesFaults } from "./kubernetes-schemas.ts";
import { chart, readValues, render, skipWithoutHelm, type KubernetesObject, type Values } from "./render.ts";
import { restrictedFaults } from "./restricted.ts";

const valuesFiles = ["ci", "examples"].flatMap((folder) => readdirSync(join(chart, folder)).map((file) => `${folder}/${file}`));
const isLeftOut = skipWithoutHelm();
const faultsOf = kubernetesFaults();
const production = readValues("ci/production.yaml");

interface Pods {
  maxPods: number;
}

interface Container {
  name: string;
  image: string;
  env: { name: string; value: string }[];
  ports?: { name: string; containerPort: number }[];
  volumeMounts: { name: string; mountPath: string }[];
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  lifecycle?: { preStop: { sleep: { seconds: number } } };
  [probe: `${string}Probe`]:
    | { httpGet: { path: string; port: string; scheme?: string }; periodSeconds: number; failureThreshold: number }
    | undefined;
}

const podOf = ({ kind, spec }: KubernetesObject) => (kind === "Pod" ? spec : spec.template.spec);
const podsIn = (objects: KubernetesObject[]) => objects.filter(({ kind }) => ["Deployment", "Job", "Pod"].includes(kind));
const partOf = ({ metadata }: KubernetesObject) => metadata.labels["app.kubernetes.io/component"]!;
const containerOf = (one: KubernetesObject) => podOf(one).containers[0] as Container;
const serversIn = (objects: KubernetesObject[]) => podsIn(objects).filter((one) => ["api", "worker", "migrate"].includes(partOf(one)));
const kindIn = (objects: KubernetesObject[], kind: string) => objects.filter((one) => one.kind === kind);

/** What the Secret has where it is asked for. */
let made: Record<string, string> | null = null;
const inSecret = () => (made ??= secretsForMail());
function secretsForMail(): Record<string, string> {
  const { cert, key } = makeKeyPair();
  const wallet = aPassSigner();
  return {
    SMTP_URL: "smtp://mail.example",
    DKIM_KEY: makeDkimKey().key,
    INBOUND_IMAP: "imaps://rsvp:password@mail.example/INBOX",
    INBOUND_WEBHOOK_SECRET: "x".repeat(32),
    DELIVERY_REPORTS_MAILGUN: "x".repeat(32),
    DELIVERY_REPORTS_POSTMARK: "x".repeat(32),
    DELIVERY_REPORTS_SENDGRID: generateKeyPairSync("ec", { namedCurve: "prime256v1" })
      .publicKey.export({ type: "spki", format: "der" })
      .toString("base64"),
    OIDC_CLIENT_SECRET: "known to both",
    WALLET_CERT: wallet.certificate,
    WALLET_KEY: wallet.key,
    WALLET_WWDR: wallet.authority,
    INBOUND_TLS_CERT: cert,
    INBOUND_TLS_KEY: key,
    TLS_CERT: cert,
    TLS_KEY: key,
  };
}

describe.skipIf(isLeftOut)("the chart, rendered by Helm", () => {
  describe.each(valuesFiles)("with %s", (file) => {
    const { objects, refusal } = !isLeftOut ? render(readValues(file)) : { objects: [], refusal: null };

    test("renders, each object once and labelled", () => {
      expect(refusal).toBeNull();
      const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      expect(names.length).toBeGreaterThan(8);
      expect(new Set(names).size).toBe(names.length);
      for (const { metadata } of objects) {
        expect(metadata.labels).toMatchObject({ "app.kubernetes.io/name": "turnout", "app.kubernetes.io/instance": "party" });
        expect(metadata.name.length).toBeLessThan(64);
      }
    });

    test("every object is as Kubernetes or its operator describes it, without a field that they do not know", () => {
      for (const one of objects) expect(faultsOf(one), `${one.kind}/${one.metadata.name}`).toEqual([]);
    });

    test("every pod keeps the rules of PodSecurity restricted, and some that go further", () => {
      const pods = podsIn(objects);
      expect(pods.map(partOf).sort()).toEqual(["api", "migrate", "test", "web", "worker"]);
      for (const one of pods) {
        expect(restrictedFaults(podOf(one)), partOf(one)).toEqual([]);
        expect(podOf(one)).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
        const { resources } = containerOf(one);
        expect([resources.requests.cpu, resources.requests.memory, resources.limits.memory].every(Boolean), partOf(one)).toBe(true);
      }
      for (const account of kindIn(objects, "ServiceAccount")) expect(account).toMatchObject({ automountServiceAccountToken: false });
    });

    test("servers are set up by settings that the server knows, each once, with values that it takes", () => {
      const known = [...Object.keys(settings), ...secretSettings.map(fileSetting)];
      for (const server of serversIn(objects)) {
        const { env } = containerOf(server);
        const names = env.map(({ name }) => name);
        expect(names.filter((name) => !known.includes(name))).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
        const inFiles = secretSettings.map(fileSetting);
        const [authorities] = env.filter(({ name }) => name === "TLS_CA_FILE");
        expect(authorities?.value, partOf(server)).toBe(file === "examples/rds.yaml" ? "/run/secrets/turnout/ca.crt" : undefined);
        const given = Object.fromEntries(env.filter(({ name }) => !inFiles.includes(name)).map(({ name, value }) => [name, value]));
        const secrets = Object.entries(inSecret()).filter(([name]) => names.includes(fileSetting(name)));
        const config = readConfig({ ...given, ...Object.fromEntries(secrets), DATABASE_URL: "postgres://db/turnout" });
        expect(config).toMatchObject({ roles: [partOf(server)], seed: false });
        expect(config.migrations).toBe(partOf(server) === "migrate" ? "apply" : "require");
      }
    });

    test("secrets come from the files of a Secret that somebody else keeps, and no object holds one", () => {
      expect(kindIn(objects, "Secret")).toEqual([]);
      for (const server of serversIn(objects)) {
        const { env, volumeMounts } = containerOf(server);
        const paths = env.filter(({ name }) => name.endsWith("_FILE")).map(({ value }) => value);
        const volumes = podOf(server).volumes as { name: string; secret?: { items: { path: string }[] } }[];
        const files = volumes.flatMap(({ name, secret }) => {
          const folder = volumeMounts.find((one) => one.name === name)!.mountPath;
          return secret?.items.map(({ path }) => `${folder}/${path}`) ?? [];
        });
        expect(files.toSorted()).toEqual(paths.toSorted());
        expect(env.filter(({ name }) => secretSettings.includes(name))).toEqual([]);
      }
    });

    test("nothing says `replicas`: that field is an autoscaler's, or a person's", () => {
      for (const one of kindIn(objects, "Deployment")) expect(Object.keys(one.spec)).not.toContain("replicas");
    });

    test("what is asked for is there: ports that containers have, Services and budgets that select pods, accounts", () => {
      const pods = podsIn(objects).map((one) => ({ one, labels: one.spec.template?.metadata.labels ?? one.metadata.labels }));
      const selectedBy = (labels: Record<string, string>) =>
        pods.filter((pod) => Object.entries(labels).every(([key, value]) => pod.labels[key] === value)).map(({ one }) => partOf(one));
      for (const one of kindIn(objects, "Deployment")) {
        const { ports = [], startupProbe, livenessProbe, readinessProbe } = containerOf(one);
        for (const probe of [startupProbe, livenessProbe, readinessProbe])
          expect(ports.map(({ name }) => name)).toContain(probe!.httpGet.port);
        expect(selectedBy(one.spec.selector.matchLabels)).toEqual([partOf(one)]);
        expect(kindIn(objects, "ServiceAccount").map(({ metadata }) => metadata.name)).toContain(podOf(one).serviceAccountName);
      }
      for (const one of kindIn(objects, "Service")) expect(selectedBy(one.spec.selector)).toEqual([partOf(one)]);
      for (const one of kindIn(objects, "PodDisruptionBudget")) {
        expect(selectedBy(one.spec.selector.matchLabels)).toEqual([partOf(one)]);
        expect(one.spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" });
      }
      expect(kindIn(objects, "PodDisruptionBudget").map(partOf).sort()).toEqual(["api", "web", "worker"]);
    });

    test("a pod has longer to stop than notice and stop take, and works on until it is noticed", () => {
      const nginx =
        1_000 * Number(/worker_shutdown_timeout (\d+)s/.exec(readFileSync(join(chart, "../../docker/web/nginx.conf"), "utf8"))![1]);
      const stops: Record<string, number> = { api: STOP_DEADLINE, worker: STOP_DEADLINE, web: nginx };
      for (const one of kindIn(objects, "Deployment")) {
        const { lifecycle, env } = containerOf(one);
        const own = Number(env.find(({ name }) => name === "SHUTDOWN_NOTICE")?.value ?? 0);
        const notice = own || (lifecycle?.preStop.sleep.seconds ?? 0);
        expect(Boolean(own) && Boolean(lifecycle), "not both, one after the other").toBe(false);
        if (partOf(one) !== "worker") expect(notice, partOf(one)).toBeGreaterThanOrEqual(15);
        expect(podOf(one).terminationGracePeriodSeconds * 1_000, partOf(one)).toBeGreaterThan(notice * 1_000 + stops[partOf(one)]!);
      }
      expect(DRAIN_WITHIN + REQUEST_GRACE).toBeLessThan(STOP_DEADLINE);
    });

    test("liveness never asks for the database, readiness does, and a start has time", () => {
      for (const one of kindIn(objects, "Deployment")) {
        const { startupProbe, livenessProbe, readinessProbe } = containerOf(one);
        const [live, ready] = partOf(one) === "web" ? ["/healthz", "/healthz"] : ["/livez", "/readyz"];
        expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe!.httpGet.path)).toEqual([live, live, ready]);
        expect(livenessProbe!.periodSeconds * livenessProbe!.failureThreshold).toBeGreaterThanOrEqual(60);
        expect(startupProbe!.periodSeconds * startupProbe!.failureThreshold).toBeGreaterThanOrEqual(30);
      }
    });

    test("pods are replaced without there being fewer, and spread over zones of which those that are closed do not count", () => {
      for (const one of kindIn(objects, "Deployment")) {
        expect(one.spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
        const [zone, host] = podOf(one).topologySpreadConstraints;
        expect(zone.whenUnsatisfiable).toBe(
          ["ci/evaluation.yaml", "examples/single-node.yaml"].includes(file) ? "ScheduleAnyway" : "DoNotSchedule",
        );
        expect(zone).toMatchObject({ topologyKey: "topology.kubernetes.io/zone", nodeTaintsPolicy: "Honor", maxSkew: 1 });
        expect(host).toMatchObject({ topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" });
        for (const { labelSelector } of [zone, host]) expect(labelSelector).toEqual(one.spec.selector);
      }
    });

    test("migrations run before anything changes, once, and leave nothing behind when they are through", () => {
      const [job] = kindIn(objects, "Job");
      expect(job!.metadata.annotations).toEqual({
        "helm.sh/hook": "pre-install,pre-upgrade",
        "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
      });
      expect(job!.spec).toMatchObject({ backoffLimit: 0, template: { spec: { restartPolicy: "Never" } } });
      // What the chart itself makes is not there yet.
      expect(podOf(job!).serviceAccountName).toBeUndefined();
    });
  });

  test("each part is scaled between two pods and its most, by Helm's default and by KEDA, and by nobody where that is said", () => {
    const parts = ["api", "web", "worker"];
    const hpas = kindIn(render(production).objects, "HorizontalPodAutoscaler");
    expect(hpas.map(partOf).sort()).toEqual(parts);
    for (const { spec } of hpas) expect(spec.minReplicas).toBeGreaterThanOrEqual(2);
    const byKeda = render(readValues("ci/by-sockets.yaml")).objects;
    expect(kindIn(byKeda, "HorizontalPodAutoscaler")).toEqual([]);
    const scaled = kindIn(byKeda, "ScaledObject");
    expect(scaled.map(partOf).sort()).toEqual(parts);
    for (const { spec } of scaled) {
      expect(spec.minReplicaCount).toBeGreaterThanOrEqual(2);
      // What takes over when Prometheus is silent would take pods away in the middle of a rush.
      expect(spec.fallback).toBeUndefined();
      const asked = spec.triggers.filter(({ type }: { type: string }) => type === "prometheus");
      for (const { metadata } of asked) {
        expect(metadata.ignoreNullValues).toBe("false");
        for (const value of Object.values(metadata)) expect(value).toBeTypeOf("string");
      }
      expect(spec.advanced.horizontalPodAutoscalerConfig.behavior).toEqual(hpas[0]!.spec.behavior);
    }
    const queriesOf = (part: string) =>
      scaled
        .find((one) => partOf(one) === part)!
        .spec.triggers.flatMap(({ metadata }: { metadata: Record<string, string> }) => metadata.query ?? []);
    const here = '{namespace="events"}';
    const sockets = `sum(turnout_sockets${here})`;
    // Before the doors open: guests who have answered count beside those who are there. Either alone is enough.
    expect(queriesOf("api")).toEqual([sockets, `${sockets} + max(turnout_events_expected_connections${here})`]);
    expect([queriesOf("worker"), queriesOf("web")]).toEqual([[`max(turnout_oldest_job_seconds${here})`], []]);
    const alone = render(readValues("ci/evaluation.yaml")).objects;
    expect([...kindIn(alone, "HorizontalPodAutoscaler"), ...kindIn(alone, "ScaledObject")]).toEqual([]);
  });

  test("no more connections are taken than the database has, during an upgrade too: more pods need a greater number", () => {
    const aPod = POOL_SIZE + LOOK_UP_CONNECTIONS + WRITERS + JOB_CONNECTIONS + BULK_MAIL_CONNECTIONS + HELPER_CONNECTIONS;
    const neededBy = (...values: Values[]) => {
      const { refusal } = render(...values, { database: { maxConnections: 1 } });
      return Number(/up to (\d+) are taken/.exec(refusal!)![1]);
    };
    const surge = (pods: number) => pods + Math.ceil(pods / 4);
    const { api, worker } = readValues("values.yaml") as { api: Pods; worker: Pods };
    const most = aPod * (surge(api.maxPods) + surge(worker.maxPods)) + 10;
    expect(neededBy(production)).toBe(most);
    expect(render(production, { database: { maxConnections: most - 1 } }).refusal).toMatch(/database\.maxConnections is \d+, and/);
    expect(render(production, { database: { maxConnections: most } }).refusal).toBeNull();
    expect(neededBy(production, { api: { maxPods: 21 } })).toBe(aPod * (surge(21) + surge(worker.maxPods)) + 10);
    // One pod each, and another during an upgrade: what PostgreSQL takes as delivered.
    expect(neededBy(readValues("ci/evaluation.yaml"))).toBe(aPod * 4 + 10);
    expect(aPod * 4 + 10).toBeLessThanOrEqual(
      (readValues("values.yaml") as { database: { maxConnections: number } }).database.maxConnections,
    );
    for (const { spec } of kindIn(render(production).objects, "Deployment")) expect(spec.strategy.rollingUpdate.maxSurge).toBe("25%");
  });

  test("an upgrade as UPGRADE.md tells it waits longer than a migration may take, and tells the times that are", () => {
    const upgrade = readFileSync(join(chart, "UPGRADE.md"), "utf8").replaceAll(/\s+/g, " ");
    const { migrations } = readValues("values.yaml") as { migrations: { deadlineSeconds: number } };
    expect(60 * Number(/--timeout (\d+)m/.exec(upgrade)![1])).toBeGreaterThan(migrations.deadlineSeconds);
    const nginx = readFileSync(join(chart, "../../docker/web/nginx.conf"), "utf8");
    expect(upgrade).toContain(`go on for ${/worker_shutdown_timeout (\d+)s/.exec(nginx)![1]} seconds`);
    expect(upgrade).toContain(`not finish within ${JOBS_GRACE / 1_000} seconds`);
    const { objects } = render(production);
    for (const one of kindIn(objects, "Deployment")) {
      const labels = { "app.kubernetes.io/name": "turnout", "app.kubernetes.io/instance": "party" };
      const track = partOf(one) === "api" && { track: "stable" };
      expect(one.spec.selector).toEqual({ matchLabels: { ...labels, "app.kubernetes.io/component": partOf(one), ...track } });
    }
    expect(kindIn(objects, "Job").map(({ metadata }) => metadata.name)).toEqual(["party-turnout-migrate"]);
  });

  test("a class of priority is made where its value is given, and only named where it exists already", () => {
    const { objects } = render(production, { priority: { className: "important", value: 500 } });
    expect(kindIn(objects, "PriorityClass")).toMatchObject([{ metadata: { name: "important" }, value: 500, globalDefault: false }]);
    const named = render(production, { priority: { className: "important" } }).objects;
    expect(kindIn(named, "PriorityClass")).toEqual([]);
    // The migrations of the first installation come before the class.
    for (const one of podsIn(named))
      expect(podOf(one).priorityClassName, partOf(one)).toBe(partOf(one) === "migrate" ? undefined : "important");
    for (const one of podsIn(render(production).objects)) expect(podOf(one).priorityClassName).toBeUndefined();
  });

  test("the Prometheus operator gets the alerts of compose.yaml, and finds the processes by the labels that they ask for", () => {
    const { objects } = render(readValues("ci/by-sockets.yaml"));
    const [rules] = kindIn(objects, "PrometheusRule");
    expect(rules!.spec).toEqual(parse(readFileSync(join(chart, "files/rules.yml"), "utf8")));
    const [monitor] = kindIn(objects, "PodMonitor");
    const [api, worker] = ["api", "worker"].map((name) => kindIn(objects, "Deployment").find((one) => partOf(one) === name)!);
    for (const one of [api!, worker!]) {
      const { labels } = one.spec.template.metadata;
      expect(labels).toMatchObject(monitor!.spec.selector.matchLabels);
      // As Prometheus names the job and the role in compose.yaml.
      expect(labels[monitor!.spec.jobLabel]).toBe("turnout");
      const [{ sourceLabels, targetLabel }, track] = monitor!.spec.podMetricsEndpoints[0].relabelings;
      expect(targetLabel).toBe("role");
      expect(track).toEqual({ sourceLabels: ["__meta_kubernetes_pod_label_track"], targetLabel: "track" });
      const meta = (name: string) => `__meta_kubernetes_pod_label_${name.replaceAll(/\W/g, "_")}`;
      expect(Object.entries(labels).find(([name]) => meta(name) === sourceLabels[0])![1]).toBe(partOf(one));
    }
  });

  test("a canary is one api pod more among those of the release that it names, which are not touched, and migrates before it starts", () => {
    const values = [production, readValues("ci/by-sockets.yaml"), { ingress: { enabled: true } }];
    const [own, canary] = [render(...values).objects, render(...values, { canary: { of: "gala" } }).objects];
    expect(canary.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort()).toEqual([
      "Deployment/party-turnout-api",
      "Job/party-turnout-migrate",
      "ServiceAccount/party-turnout",
    ]);
    const ofGala = (one: KubernetesObject) => JSON.parse(JSON.stringify(one).replaceAll('"party"', '"gala"')) as KubernetesObject;
    const pods = kindIn(canary, "Deployment")[0]!.spec.template;
    const selects = (selector: Record<string, string>) =>
      Object.entries(selector).every(([key, value]) => pods.metadata.labels[key] === value);
    for (const kind of ["Service", "NetworkPolicy", "PodDisruptionBudget", "PodMonitor"]) {
      const [one] = kindIn(own, kind)
        .filter((object) => kind === "PodMonitor" || partOf(object) === "api")
        .map(ofGala);
      const { selector, podSelector } = one!.spec;
      expect(selects(kind === "Service" ? selector : (selector ?? podSelector).matchLabels), kind).toBe(true);
    }
    // No Deployment counts the other's pods as its own.
    const [stable] = kindIn(own, "Deployment")
      .filter((one) => partOf(one) === "api")
      .map(ofGala);
    expect(selects(stable!.spec.selector.matchLabels)).toBe(false);
    expect(pods.spec.containers).toEqual(podOf(stable!).containers);
    expect(stable!.spec.template.metadata.labels).toMatchObject({ track: "stable" });
    expect(pods.metadata.labels).toMatchObject({ track: "canary" });
  });

  test("workers have a Service where they listen for mail, at the port that they listen on and that the policy opens, and else none", () => {
    const { objects } = render(readValues("ci/answers.yaml"));
    const [service] = kindIn(objects, "Service").filter((one) => partOf(one) === "worker");
    const [worker] = kindIn(objects, "Deployment").filter((one) => partOf(one) === "worker");
    const { env, ports } = containerOf(worker!);
    const url = new URL(env.find(({ name }) => name === "INBOUND_SMTP")!.value);
    expect([url.protocol, url.hostname]).toEqual(["smtp:", "0.0.0.0"]);
    const [port] = service!.spec.ports;
    expect(ports!.find(({ name }) => name === port.targetPort)!.containerPort).toBe(Number(url.port));
    const [policy] = kindIn(objects, "NetworkPolicy").filter((one) => partOf(one) === "worker");
    const opened = policy!.spec.ingress.find(({ ports: [one] }: { ports: { port: number }[] }) => one!.port === Number(url.port));
    expect(opened.from).toEqual((readValues("ci/answers.yaml") as { networkPolicy: { inboundFrom: unknown } }).networkPolicy.inboundFrom);

    const without = render(production).objects;
    expect(kindIn(without, "Service").map(partOf)).not.toContain("worker");
    const closed = kindIn(without, "NetworkPolicy").find((one) => partOf(one) === "worker")!;
    expect(JSON.stringify(closed.spec.ingress)).not.toContain(url.port);
  });

  test("with a Secret for it, api pods speak TLS, the proxy verifies the Service's name and has no key, and nobody else's way changes", () => {
    const [plain, encrypted] = [render(production).objects, render(readValues("ci/encrypted.yaml")).objects];
    const part = (objects: KubernetesObject[], kind: string, name: string) => kindIn(objects, kind).find((one) => partOf(one) === name)!;
    const envOf = (one: KubernetesObject) => Object.fromEntries(containerOf(one).env.map(({ name, value }) => [name, value]));
    const [api, web] = ["api", "web"].map((name) => part(encrypted, "Deployment", name)) as [KubernetesObject, KubernetesObject];
    const { metadata, spec } = part(encrypted, "Service", "api");
    expect(envOf(web)).toEqual({
      API_SERVERS: `${metadata.name}:3000`,
      SERVER_CA: "/run/secrets/server-tls/ca.crt",
      SERVER_NAME: `${metadata.name}.events.svc`,
    });
    const files = { TLS_CERT_FILE: "/run/secrets/server-tls/tls.crt", TLS_KEY_FILE: "/run/secrets/server-tls/tls.key" };
    expect(envOf(api)).toMatchObject(files);
    const keysOf = (one: KubernetesObject) =>
      podOf(one)
        .volumes.find(({ name }: { name: string }) => name === "server-tls")
        .secret.items.map(({ key }: { key: string }) => key);
    expect([keysOf(api), keysOf(web)]).toEqual([["tls.crt", "tls.key"], ["ca.crt"]]);
    const { startupProbe, livenessProbe, readinessProbe } = containerOf(api);
    const schemes = [startupProbe, livenessProbe, readinessProbe].map((probe) => [probe!.httpGet.port, probe!.httpGet.scheme]);
    expect(schemes).toEqual([
      ["http", "HTTPS"],
      ["metrics", undefined],
      ["metrics", undefined],
    ]);
    expect([spec.ports[0].appProtocol, part(plain, "Service", "api").spec.ports[0].appProtocol]).toEqual(["https", "http"]);
    expect(kindIn(encrypted, "NetworkPolicy")).toEqual(kindIn(plain, "NetworkPolicy"));
    for (const name of ["worker", "migrate", "test"])
      expect(podsIn(encrypted).find((one) => partOf(one) === name)).toEqual(podsIn(plain).find((one) => partOf(one) === name));
    expect(JSON.stringify(plain)).not.toMatch(/server-tls|SERVER_CA|TLS_CERT|HTTPS/);
    const named = render(readValues("ci/encrypted.yaml"), { serverTls: { serverName: "api.turnout.internal" } }).objects;
    expect(envOf(part(named, "Deployment", "web"))["SERVER_NAME"]).toBe("api.turnout.internal");
  });

  test("pods are scaled by who is expected besides who is there, unless that is switched off", () => {
    const triggersOf = (...values: Values[]) =>
      kindIn(render(readValues("ci/by-sockets.yaml"), ...values).objects, "ScaledObject")
        .find((one) => partOf(one) === "api")!
        .spec.triggers.map(({ type, name }: { type: string; name?: string }) => name ?? type);
    expect(triggersOf()).toEqual(["cpu", "open", "expected"]);
    expect(triggersOf({ autoscaling: { keda: { expected: false } } })).toEqual(["cpu", "open"]);
  });

  test("an image with a digest is named by it; without, by its tag or the version of the product", () => {
    const imagesOf = (...values: Values[]) => new Set(podsIn(render(...values).objects).map((one) => containerOf(one).image));
    for (const image of imagesOf(production)) expect(image).toMatch(/^turnout-(server|web)@sha256:[\da-f]{64}$/);
    const tagged = { image: { server: { tag: "2.0.1" } } };
    expect(imagesOf(readValues("ci/evaluation.yaml"), tagged)).toEqual(new Set(["turnout-server:2.0.1", "turnout-web:0.1.0"]));
  });

  test.each<[string, Values, RegExp]>([
    ["no Secret", { secrets: { existingSecret: "" } }, /secrets\.existingSecret is missing/],
    ["a class without a name", { priority: { value: 5 } }, /priority\.className is missing/],
    ["a canary of itself", { canary: { of: "party" } }, /canary\.of names this release itself/],
    ["no address", { publicUrl: "" }, /publicUrl is missing/],
    ["mail without a sender", { mail: { from: "" } }, /mail\.from is missing/],
    ["a way in without an address", { inbound: { mailbox: { enabled: true } } }, /inbound\.address is missing/],
    ["an address without a way in", { inbound: { address: "rsvp@in.turnout.example" } }, /inbound\.address has no way in/],
    ["a signing domain without a key", { mail: { dkim: { domain: "turnout.example" } } }, /mail\.dkim\.selector is missing/],
    ["KEDA without Prometheus", { autoscaling: { engine: "keda" } }, /autoscaling\.keda\.prometheusUrl is missing/],
    ["more pods at least than at most", { worker: { minPods: 7 } }, /worker\.minPods is greater than worker\.maxPods/],
    ["an image by tag, in production", { image: { web: { digest: "", tag: "1" } } }, /image\.web\.digest is missing/],
    ["plain http, in production", { publicUrl: "http://turnout.example" }, /publicUrl is not https/],
    ["no mail, in production", { mail: { enabled: false } }, /mail\.enabled is false/],
    ["no autoscaling, in production", { autoscaling: { engine: "none" } }, /autoscaling\.engine is none/],
    ["one pod, in production", { api: { minPods: 1 } }, /api\.minPods is less than 2/],
    ["several processes without Redis", { redis: { enabled: false } }, /redis\.enabled is false/],
    ["a digest that is none", { image: { server: { digest: "sha256:abc" } } }, /\/image\/server\/digest/],
    ["an address with a path", { publicUrl: "https://turnout.example/party" }, /\/publicUrl/],
    ["a number as text", { api: { minPods: "3" } }, /\/api\/minPods/],
    ["a setting that holds a secret", { settings: { SECRET: "x" } }, /additional properties 'SECRET' not allowed/],
    ["a setting that the chart makes", { settings: { PUBLIC_URL: "x" } }, /additional properties 'PUBLIC_URL' not allowed/],
  ])("is refused with %s", (_, values, why) => {
    expect(render(production, values).refusal).toMatch(why);
  });

  test("a word that is no value is refused in every place where values stand", () => {
    const places = objectsIn(readValues("values.yaml"));
    expect(places.length).toBeGreaterThan(25);
    for (const path of places) {
      const typo = path.reduceRight<Values>((inner, key) => ({ [key]: inner }), { tpyo: 1 });
      const isFree = FREE.includes(path.join("."));
      expect(/additional properties 'tpyo' not allowed/.test(render(production, typo).refusal ?? ""), path.join(".")).toBe(!isFree);
    }
  });
});

/** What others define: any word may stand there. */
const FREE = ["ingress.annotations"];

function objectsIn(values: Values, path: string[] = []): string[][] {
  const inner = Object.entries(values).flatMap(([key, value]) =>
    value !== null && typeof value === "object" && !Array.isArray(value) ? objectsIn(value as Values, [...path, key]) : [],
  );
  return [path, ...inner];
}

test("settings that may be given are all that the chart does not set itself, that hold no secret and mean something in a container", () => {
  const schema = JSON.parse(readFileSync(join(chart, "values.schema.json"), "utf8")) as {
    properties: { settings: { properties: Record<string, unknown> } };
  };
  const byChart = ["PUBLIC_URL", "MAIL_FROM", "ROLES", "MIGRATIONS", "TRUSTED_HOPS", "SHUTDOWN_NOTICE", "WEB_PUSH"];
  const forMail = ["DKIM_SELECTOR", "DKIM_DOMAIN", "INBOUND_ADDRESS", "INBOUND_SMTP", "INBOUND_AUTH_SERVER", "DELIVERY_REPORTS_SES"];
  const byImage = ["PORT", "HOST", "METRICS_PORT", "METRICS_HOST", "DATA_DIR"];
  const forProvider = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_LABEL", "OIDC_SCOPES", "OIDC_TRUSTS_EMAIL"];
  const forWallets = ["WALLET_PASS_TYPE", "WALLET_TEAM"];
  // A database that somebody else runs gets no example, and mail is not for everybody to read.
  const never = ["SEED", "MAILBOX"];
  // The database has backups of its own.
  const builtIn = ["BACKUP_EVERY", "BACKUP_DIR", "BACKUPS_KEPT"];
  const left = Object.keys(settings).filter(
    (name) => ![...byChart, ...byImage, ...never, ...builtIn, ...forMail, ...forProvider, ...forWallets, ...secretSettings].includes(name),
  );
  expect(Object.keys(schema.properties.settings.properties).sort()).toEqual(left.sort());
});
