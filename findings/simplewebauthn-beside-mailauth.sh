#!/bin/sh
# @simplewebauthn/server 14.0.3 takes no passkey of the commonest kind (ES256) in a project that had mailauth 7.1.0 before: registering works, and each
# sign-in fails with "Cannot get schema for 'ECDSASigValue' target". Installed the other way round, the same two packages work. mailauth's BIMI reader pins
# @peculiar/asn1-schema 2.8.0 exactly, so that it stands at the top, and @simplewebauthn/server (^2.6.0) takes it there; @peculiar/asn1-ecc asks for a newer
# one and gets its own. Each copy keeps its own register of what a class looks like in ASN.1: one knows the class, the other is asked. All ranges are met,
# and npm says nothing. One copy for all, by `overrides`, mends it.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > try.mjs <<'JS'
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const [host, origin, challenge] = ["example.org", "https://example.org", randomBytes(32).toString("base64url")];
const id = randomBytes(16);
const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const { x, y } = publicKey.export({ format: "jwk" });
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64url"));
const cose = isoCBOR.encode(new Map([[1, 2], [3, -7], [-1, 1], [-2, bytes(x)], [-3, bytes(y)]]));
const text = (buffer) => Buffer.from(buffer).toString("base64url");
const data = (type) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
const head = (flags) => Buffer.concat([createHash("sha256").update(host).digest(), Buffer.from([flags, 0, 0, 0, 0])]);
const common = { id: text(id), rawId: text(id), type: "public-key", clientExtensionResults: {} };
const expected = { expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: host };

const attested = Buffer.concat([head(0x45), Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
const attestation = isoCBOR.encode(new Map([["fmt", "none"], ["attStmt", new Map()], ["authData", new Uint8Array(attested)]]));
const registration = await verifyRegistrationResponse({
  response: { ...common, response: { clientDataJSON: text(data("webauthn.create")), attestationObject: text(attestation) } },
  ...expected,
});
console.log("registered", registration.verified);

const client = data("webauthn.get");
const signature = sign("sha256", Buffer.concat([head(5), createHash("sha256").update(client).digest()]), privateKey);
await verifyAuthenticationResponse({
  response: { ...common, response: { clientDataJSON: text(client), authenticatorData: text(head(5)), signature: text(signature) } },
  credential: registration.registrationInfo.credential,
  ...expected,
}).then(
  ({ verified }) => console.log("signed in", verified),
  (error) => console.log("signed in", error.message),
);
JS
# Packages below these are as they were on this day.
try() {
  name=$1; overrides=$2; shift 2
  mkdir "$name" && cp try.mjs "$name" && cd "$name"
  echo "{ \"private\": true, \"overrides\": { $overrides } }" > package.json
  for package in "$@"; do
    npm install --before=2026-11-28 --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error "$package" > install.log 2>&1 || { cat install.log; exit 2; }
  done
  echo "$name"
  node --no-warnings try.mjs
  cd ..
}
passkeys=@simplewebauthn/server@14.0.3
mail=mailauth@7.1.0
{
  try passkeys-first "" $passkeys $mail
  try mail-first "" $mail $passkeys
  try mail-first-one-copy '"@peculiar/asn1-schema": "2.11.1"' $mail $passkeys
} > seen
cat seen
diff - seen <<'SEEN'
passkeys-first
registered true
signed in true
mail-first
registered true
signed in Cannot get schema for 'ECDSASigValue' target
mail-first-one-copy
registered true
signed in true
SEEN
