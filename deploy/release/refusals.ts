import { sign, type Signer, type Trust } from "./cosign.ts";
import { packChart, pushChart, type ChartImages } from "./helm-chart.ts";
import { sealChart, sealImage, type Sealing } from "./seal.ts";
import { moveTag, putSmallImage } from "./small-image.ts";

/** A release that must not get through, made from one that does. */
interface Bad {
  what: string;
  /** What its refusal says. */
  refusal: RegExp;
  /** Makes it, and returns by what it is asked for. */
  make(): Promise<string>;
}

interface Ground {
  sealing: Sealing;
  /** Of a release that gets through, with its version. */
  images: ChartImages;
  version: string;
  stranger: { signer: Signer; trust: Trust };
}

/** Images of no content, signed and attested as `of` says. */
async function smallImage(sealing: Sealing, name: "server" | "web", of: { provenance?: string; bill?: boolean } | null) {
  const repository = `${sealing.registry}/turnout-${name}`;
  const digest = await putSmallImage(repository, sealing.version);
  const provenance = of?.provenance && { buildDefinition: { externalParameters: { version: of.provenance } } };
  if (of) await sealImage({ name, repository, digest, provenance, ...(of.bill && { bill: { bomFormat: "CycloneDX" } }) }, sealing);
  return { repository, digest };
}

/** A whole release of images without content: its chart is the real one. Returns its digest. */
export async function smallRelease(sealing: Sealing): Promise<{ digest: string; images: ChartImages }> {
  const images = {
    server: await smallImage(sealing, "server", { provenance: sealing.version, bill: true }),
    web: await smallImage(sealing, "web", { provenance: sealing.version, bill: true }),
  };
  return { digest: await sealChart(images, sealing), images };
}

/** Each way in which something else than the release could run. */
export function badReleases({ sealing, images, version, stranger }: Ground): Bad[] {
  let count = 0;
  /** Every bad one has a version of its own, so that it is refused for what is wrong with it alone. */
  const next = (): Sealing => ({ ...sealing, version: `0.0.${++count}-bad` });
  const own = (by: Sealing) => ({ provenance: by.version, bill: true });
  const withServer = async (by: Sealing, server: ChartImages["server"]) => {
    const web = await smallImage(by, "web", own(by));
    return sealChart({ server, web }, by);
  };
  const chart = `${sealing.registry}/charts/turnout`;
  const unsignedChart = async (by: Sealing) => pushChart(await packChart(by.folder, { ...by, images }), by.registry);
  return [
    {
      what: "an image that nobody signed",
      refusal: /turnout-server@\S+ is refused: its signature does not hold \(no signatures found/,
      async make() {
        const by = next();
        return withServer(by, await smallImage(by, "server", null));
      },
    },
    {
      what: "an image that somebody else signed",
      refusal: /turnout-server@\S+ is refused: its signature does not hold \(.*(not match|failed to verify)/,
      async make() {
        const by = next();
        return withServer(by, await smallImage({ ...by, signer: stranger.signer }, "server", own(by)));
      },
    },
    {
      what: "an image of another version",
      refusal: /turnout-server@\S+ is refused: its signature does not hold \(.*annotation/,
      make: () => withServer(next(), images.server),
    },
    {
      what: "an image without provenance",
      refusal: /turnout-server@\S+ is refused: no slsaprovenance1 is attested/,
      async make() {
        const by = next();
        return withServer(by, await smallImage(by, "server", { bill: true }));
      },
    },
    {
      what: "an image whose provenance is of another version",
      refusal: /its provenance is of another version/,
      async make() {
        const by = next();
        return withServer(by, await smallImage(by, "server", { provenance: "9.9.9", bill: true }));
      },
    },
    {
      what: "an image whose provenance somebody else attested",
      refusal: /no slsaprovenance1 is attested/,
      async make() {
        const by = next();
        const image = await smallImage(by, "server", { bill: true });
        const provenance = { buildDefinition: { externalParameters: { version: by.version } } };
        await sealImage({ name: "server", ...image, provenance }, { ...by, signer: stranger.signer });
        return withServer(by, image);
      },
    },
    {
      what: "a server of which nobody says what it is made of",
      refusal: /turnout-server@\S+ is refused: no cyclonedx is attested/,
      async make() {
        const by = next();
        return withServer(by, await smallImage(by, "server", { provenance: by.version }));
      },
    },
    {
      what: "a proxy of which nobody says what it is made of",
      refusal: /turnout-web@\S+ is refused: no cyclonedx is attested/,
      async make() {
        const by = next();
        const web = await smallImage(by, "web", { provenance: by.version });
        return sealChart({ server: await smallImage(by, "server", own(by)), web }, by);
      },
    },
    {
      what: "an image that the chart names by its tag alone",
      refusal: /names server without a digest/,
      async make() {
        const by = next();
        return withServer(by, { ...images.server, digest: "" });
      },
    },
    {
      what: "a chart that nobody signed",
      refusal: /charts\/turnout@\S+ is refused: .*no signatures found/,
      make: () => unsignedChart(next()),
    },
    {
      what: "a chart that somebody else signed",
      refusal: /charts\/turnout@\S+ is refused/,
      async make() {
        const by = next();
        const digest = await unsignedChart(by);
        await sign(`${chart}@${digest}`, { version: by.version }, stranger.signer);
        return digest;
      },
    },
    {
      what: "a version whose tag moved to a chart that nobody signed",
      refusal: /charts\/turnout@\S+ is refused: .*no signatures found/,
      async make() {
        const by = next();
        await smallRelease(by);
        await moveTag(chart, by.version, await unsignedChart(next()));
        return by.version;
      },
    },
    {
      what: "a version whose tag moved to a release that is signed, and older",
      refusal: /charts\/turnout@\S+ is refused: .*annotation/,
      async make() {
        const by = next();
        const { digest } = await smallRelease(by);
        const newer = next();
        await smallRelease(newer);
        await moveTag(chart, newer.version, digest);
        return newer.version;
      },
    },
    {
      what: "a version that there is not",
      refusal: /helm pull: .*not found/s,
      make: async () => `${version}-nothing`,
    },
  ];
}
