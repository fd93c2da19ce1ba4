import type { KnipConfig } from "knip";

export default {
  // An operator's commands, and the servers that are measured, are found by their file names.
  workspaces: { ".": { entry: ["deploy/ops/*.ts"] }, bench: { entry: ["src/servers/*.ts"] } },
  // The dependency check parses with swc by name; stylesheets load the fonts.
  ignoreDependencies: ["@swc/core", "@fontsource-variable/bricolage-grotesque", "@fontsource-variable/figtree"],
  // Programs of the system, which tests leave out or do without where they are missing.
  ignoreBinaries: [
    "openssl",
    "redis-server",
    "tidy",
    "mount",
    "umount",
    "promtool",
    "amtool",
    "chattr",
    "etcd",
    "ip",
    "setpriv",
    "sha256sum",
    "postfix",
  ],
} satisfies KnipConfig;
