import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import { changeable } from "./changing.ts";
import { hiddenPartsOf, replaceablePair } from "./replaceable-settings.ts";
import { skipWithout } from "./testing/child-server.test-support.ts";
import { makeKeyPair } from "./tls/certificate.test-support.ts";
import type { KeyPair } from "./tls/key-pair.ts";
import { watchSecretFiles } from "./watch-secret-files.ts";
import { until } from "./testing/until.ts";

test("of a setting that is replaced, the log hides each secret and password, and leaves certificates, which are public", () => {
  const [next, before] = ["next secret", "secret before"];
  expect(hiddenPartsOf("SECRET", `${next}\n${before}`)).toEqual([next, before]);
  expect(hiddenPartsOf("INBOUND_WEBHOOK_SECRET", `${next}\n${before}`)).toEqual([next, before]);
  expect(hiddenPartsOf("INBOUND_IMAP", "imaps://rsvp:p%40ss@mail/INBOX")).toEqual(["p%40ss", "p@ss"]);
  expect(hiddenPartsOf("DATABASE_URL", "postgres://turnout:p%40ss%2Fword@db/turnout")).toEqual(["p%40ss%2Fword", "p@ss/word"]);
  expect(hiddenPartsOf("TLS_CA", rootCertificates.slice(0, 2).join("\n"))).toEqual([]);
  expect(hiddenPartsOf("INBOUND_TLS_CERT", rootCertificates[0]!)).toEqual([]);
  expect(hiddenPartsOf("INBOUND_TLS_KEY", "a private key")).toEqual(["a private key"]);
});

test.skipIf(skipWithout("openssl"))(
  "a certificate and its key, whose files change one after the other, are put in force together, and never with those of another",
  async () => {
    const [first, second, stray] = [makeKeyPair(), makeKeyPair(), makeKeyPair()];
    const folder = mkdtempSync(join(tmpdir(), "turnout-pair-"));
    const files = { cert: join(folder, "tls.crt"), key: join(folder, "tls.key") };
    writeFileSync(files.cert, first.cert);
    writeFileSync(files.key, first.key);
    const pair = changeable(first);
    const seen: KeyPair[] = [];
    pair.onChange((next) => seen.push(next));
    const logger = { info: vi.fn<() => void>(), error: vi.fn<() => void>() };
    const settings = { INBOUND_TLS_CERT_FILE: files.cert, INBOUND_TLS_KEY_FILE: files.key };
    const names = { cert: "INBOUND_TLS_CERT", key: "INBOUND_TLS_KEY" } as const;
    const watching = watchSecretFiles(settings, replaceablePair(pair, names), { logger });
    onTestFinished(() => {
      watching.stop();
      rmSync(folder, { recursive: true });
    });

    writeFileSync(files.cert, stray.cert); // its key never comes
    await until(() => expect(logger.error).toHaveBeenCalled());
    expect(seen).toEqual([]);

    writeFileSync(files.cert, second.cert);
    writeFileSync(files.key, second.key);
    await until(() => expect(seen).toEqual([second]));
  },
);
