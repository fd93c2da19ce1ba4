import { createHash } from "node:crypto";
import { Failed } from "../failed.ts";

const CONFIG = "application/vnd.oci.image.config.v1+json";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const digestOf = (content: Buffer) => `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** Puts an image without any file into a local registry, for rehearsals of what looks at names and digests alone. Returns its digest. */
export async function putSmallImage(repository: string, tag: string): Promise<string> {
  const [host, ...path] = repository.split("/");
  const base = `http://${host}/v2/${path.join("/")}`;
  const config = Buffer.from(
    JSON.stringify({ architecture: "amd64", os: "linux", created: new Date().toISOString(), rootfs: { type: "layers", diff_ids: [] } }),
  );
  const upload = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
  const place = new URL(upload.headers.get("location")!, base);
  place.searchParams.set("digest", digestOf(config));
  await put(place, config, "application/octet-stream");
  const described = { mediaType: CONFIG, digest: digestOf(config), size: config.length };
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config: described, layers: [] }));
  await put(new URL(`${base}/manifests/${tag}`), manifest, MANIFEST);
  return digestOf(manifest);
}

/** Makes a tag of a local registry lead to another digest, as whoever may write there can. */
export async function moveTag(repository: string, tag: string, digest: string): Promise<void> {
  const [host, ...path] = repository.split("/");
  const base = `http://${host}/v2/${path.join("/")}/manifests`;
  const reply = await fetch(`${base}/${digest}`);
  if (!reply.ok) throw new Failed(`${repository}@${digest} is not there`);
  await put(new URL(`${base}/${tag}`), Buffer.from(await reply.arrayBuffer()), reply.headers.get("content-type") ?? MANIFEST);
}

async function put(url: URL, body: Buffer, type: string): Promise<void> {
  const reply = await fetch(url, { method: "PUT", body: new Uint8Array(body), headers: { "content-type": type } });
  if (!reply.ok) throw new Failed(`the registry does not take ${url.pathname}: ${reply.status}`);
}
