import type { KnipConfig } from "knip";

export default {
  // The dependency check parses with swc by name; stylesheets load the fonts.
  ignoreDependencies: ["@swc/core", "@fontsource-variable/bricolage-grotesque", "@fontsource-variable/figtree"],
  // Programs of the system, which tests leave out or do without where they are missing.
  ignoreBinaries: ["redis-server", "mount", "umount"],
} satisfies KnipConfig;
