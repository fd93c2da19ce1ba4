import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "../../server/src/free-port.ts";
import { childServer } from "../../server/src/testing/child-server.test-support.ts";
import { afterFile } from "../../server/src/testing/after-file.ts";

/** Where a proxy takes connections, on loopback. */
export interface Proxy {
  /** HTTP without TLS. */
  plain: number;
  tls: number;
  /** TLS behind the PROXY protocol. */
  passedOn: number;
  /** HTTP that only leads to https://. */
  redirect: number;
}

/** A file with a certificate, and one with its key. */
export interface Certificate {
  certificate: string;
  key: string;
}

/** Whose certificates of servers are trusted, and for which name. */
export interface Verified {
  /** File with the certificate of an authority. */
  ca: string;
  name: string;
}

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), "turnout-proxy-"));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o777); // its workers may be somebody else
  return folder;
}

/** A certificate that nobody trusts, made by openssl. */
export function makeCertificate(): Certificate {
  const folder = home();
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  const args = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=turnout.test", "-keyout", key, "-out", certificate];
  execFileSync("openssl", ["req", "-x509", ...args], { stdio: "ignore" });
  return { certificate, key };
}

async function freePorts(): Promise<Proxy> {
  return { plain: await freePort(), tls: await freePort(), passedOn: await freePort(), redirect: await freePort() };
}

/** nginx with the files of `nginx/`, apart from addresses, certificates and folders. With `verified`, by TLS to servers. */
export async function startNginx(servers: number[], { certificate, key }: Certificate, verified?: Verified): Promise<Proxy> {
  const [folder, ports] = [home(), await freePorts()];
  cpSync(join(import.meta.dirname, "nginx"), folder, { recursive: true });
  if (verified) {
    const { ca, name } = verified;
    const byTls = readFileSync(join(folder, "to-server-tls.conf"), "utf8");
    const placed = byTls.replace("/etc/ssl/turnout-servers-ca.pem", ca).replace("api.turnout.internal", name);
    writeFileSync(join(folder, "to-server.conf"), placed);
  }
  const place = (config: string) =>
    config
      .replaceAll("/etc/nginx/turnout/", `${folder}/`)
      .replace("/etc/ssl/turnout.example.pem", certificate)
      .replace("/etc/ssl/turnout.example.key", key)
      .replace("listen 80;", `listen 127.0.0.1:${ports.redirect};`)
      .replace("listen 443 ssl", `listen 127.0.0.1:${ports.plain};\n  listen 127.0.0.1:${ports.tls} ssl`)
      .replace("listen 8443 ssl", `listen 127.0.0.1:${ports.passedOn} ssl`)
      .replace("set_real_ip_from 10.0.0.0/8", "set_real_ip_from 127.0.0.1")
      .replace(/( *server )127\.0\.0\.1:3000(.*\n)/, (_, start, end) => servers.map((port) => `${start}127.0.0.1:${port}${end}`).join(""));
  for (const file of readdirSync(folder)) writeFileSync(join(folder, file), place(readFileSync(join(folder, file), "utf8")));
  mkdirSync(join(folder, "logs"));
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${folder}/${one};`);
  const site = `include ${folder}/turnout.conf;`;
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; pid ${folder}/pid; error_log stderr; events {}\nhttp { access_log off; ${folders.join(" ")} ${site} }\n`,
  );
  await childServer("nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], ports.plain);
  return ports;
}

/** HAProxy with `haproxy.cfg`, once without TLS and once with it. With `verified`, by TLS to servers. */
export async function startHaproxy(servers: number[], { certificate, key }: Certificate, verified?: Verified): Promise<Proxy> {
  const [folder, ports] = [home(), await freePorts()];
  const both = join(folder, "certificate.pem");
  writeFileSync(both, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));
  const named = Object.fromEntries(servers.map((port, at) => [`SERVER_${at + 1}`, `127.0.0.1:${port}`]));
  const byTls = verified && { SERVER_CA: verified.ca, SERVER_NAME: verified.name };
  const start = (port: number, more: Record<string, string>) => {
    const env = { PATH: process.env.PATH, BIND: `127.0.0.1:${port}`, ...named, ...byTls, ...more };
    return childServer("haproxy", ["-db", "-f", join(import.meta.dirname, "haproxy.cfg")], port, { env });
  };
  await start(ports.plain, {});
  await start(ports.tls, { CERTIFICATE: both, PROXY_BIND: `127.0.0.1:${ports.passedOn}`, REDIRECT_BIND: `127.0.0.1:${ports.redirect}` });
  return ports;
}
