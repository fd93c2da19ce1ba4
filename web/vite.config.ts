import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { FIRST_PAINT, inlineFirstPaint } from "./first-paint.ts";
import { listPackages } from "./list-packages.ts";
import { loadedWith } from "./loaded-with.ts";
import { offlineFiles } from "./offline-files.ts";
import { precompress } from "./precompress.ts";
import { pureContract } from "./pure-contract.ts";
import { splitCatalogs } from "./split-catalogs.ts";

const root = import.meta.dirname;
const server = process.env["TURNOUT_SERVER"] ?? "http://127.0.0.1:3000";

/** What makes the app's source run, in a build, while it is worked on, and in its tests. */
export const appPlugins = [
  pureContract(),
  splitCatalogs(root),
  react(),
  // Macros without Babel; failing here keeps an untranslated message out of every build.
  lingui({ cwd: root, macroTransform: true, failOnCompileError: true }),
];

export const resolve = {
  // What React 18 and later have themselves.
  alias: [{ find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: `${root}/src/use-sync-external-store.ts` }],
};

export default defineConfig({
  root,
  plugins: [
    appPlugins,
    loadedWith("index"),
    inlineFirstPaint(root),
    precompress(),
    listPackages(process.env["PACKAGES_FILE"]),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "service-worker.ts",
      injectRegister: false,
      includeAssets: [],
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ["assets/*.{js,css}", "assets/*-latin-wght-*.woff2", "offline.html", "icon.svg", "theme.js"],
        manifestTransforms: [offlineFiles(`${root}/dist`)],
      },
      manifest: {
        id: "/",
        name: "Turnout",
        short_name: "Turnout",
        description: "Invite people, watch the answers come in, talk about it.",
        start_url: "/events",
        display: "standalone",
        background_color: "#fbf7f4",
        theme_color: "#fbf7f4",
        icons: [
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
    }),
  ],
  resolve,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // The content security policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    // What every document has loaded itself is not named again with each file that needs it.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) =>
        hostType === "html" ? files : files.filter((file) => !/\/(base|kit|rolldown-runtime)-[^/]+$/.test(file)),
    },
    // Which files a page needs: for the server, which announces them, and for the size budget.
    manifest: true,
    rolldownOptions: {
      input: {
        index: `${root}/index.html`,
        offline: `${root}/offline.html`,
        [FIRST_PAINT]: `${root}/src/first-paint.css`,
        // For the server, which puts it in front of the answer form: `page-files.ts`.
        "form-paint": `${root}/src/guests/answer/form-paint.css`,
      },
      // Files that travel together are one: a phone asks for six at a time, and each costs it a trip to the server.
      output: {
        // 36 bits tell a file's versions apart as well as 48, and nothing compresses them.
        hashCharacters: "base36",
        entryFileNames: "assets/[name]-[hash:7].js",
        chunkFileNames: "assets/[name]-[hash:7].js",
        assetFileNames: "assets/[name]-[hash:7].[ext]",
        // Chromium then compiles all of it beside the main thread, which otherwise does it function by function, for most of them.
        postBanner: ({ name }) => (name === "base" ? "//# allFunctionsCalledOnLoad" : ""),
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: "base",
              test: /node_modules\/(react|react-dom|scheduler|@lingui|wouter|regexparam)\/|preload-helper|src\/(i18n|catalogs|clock|use-sync-external-store)\.|contract\/src\/isolated\./,
            },
            {
              name: "kit",
              test: /web\/src\/(on-demand\.|ui\/(?!gallery|tabs|message-page\.tsx|by-keyboard|keep-focus|lead-to-notices|place-of)|api\/(?!use-refusal-words)|accounts\/(account-menu|session|use-submission|local-path|entry-email)\.|live\/notified\.|guests\/answer\/use-companions\.)|contract\/src\/((chat|events|folded|text)\.ts|cover\/)/,
            },
            // What keeps an event current comes behind what is read first: see fetch-live.ts.
            {
              name: "live",
              test: /web\/src\/live\/(live|live-socket|connection|successor|follow-event|frame-queue)\.|contract\/src\/(snapshot|faces|[a-z]+-entries)\.ts/,
            },
            { name: "event", test: /web\/src\/(live\/|when-quiet\.)|contract\/src\/assert-never\.ts/ },
            { name: "questions", test: /contract\/src\/(answer-of|questions)\.ts/ },
            { name: "held", test: /web\/src\/notifications\/(held-note|use-held)/ },
            {
              name: "facts",
              test: /contract\/src\/(event-end|event-phase|event-time|runtime-clock|wall-clock|zone-city|calendar\.|markup|message-words\.)|web\/src\/(events\/(event-facts\.css|event-when|event-where|map-link|markup-view|use-now)|guests\/list\/standing)/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": server,
      "/images/": server,
      "/i/": server,
      "/j/": server,
      "/live": { target: server.replace("http", "ws"), ws: true },
    },
  },
});
