import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

/** What a device's owner is asked for, and what goes wrong in it. */
interface Said {
  challenge: string;
  origin?: string;
  host?: string;
  /** Whether the owner was asked for a finger or a PIN. */
  verified?: boolean;
  counter?: number;
}

/** A device that holds a passkey, as WebAuthn Level 3 (6.1, 6.5) has it: ES256, no attestation. */
export function passkeyDevice(home: string) {
  const { host, origin } = new URL(home);
  const id = randomBytes(16);
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const clientData = (type: string, said: Said) =>
    Buffer.from(JSON.stringify({ type, challenge: said.challenge, origin: said.origin ?? origin, crossOrigin: false }));
  const head = ({ host: of = host.split(":")[0]!, verified = true, counter = 1 }: Said, attested: boolean) => {
    const flags = 1 | (verified ? 4 : 0) | (attested ? 64 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([createHash("sha256").update(of).digest(), Buffer.from([flags]), count]);
  };
  const rest = { id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key" as const, clientExtensionResults: {} };

  return {
    id: rest.id,
    /** COSE (RFC 9052). */
    publicKey: coseOf(publicKey),
    register(said: Said) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = Buffer.concat([head(said, true), Buffer.alloc(16), length, id, coseOf(publicKey)]);
      const attestation = isoCBOR.encode(
        new Map<string, unknown>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", new Uint8Array(authData)],
        ]) as Parameters<typeof isoCBOR.encode>[0],
      );
      return {
        ...rest,
        response: {
          clientDataJSON: clientData("webauthn.create", said).toString("base64url"),
          attestationObject: Buffer.from(attestation).toString("base64url"),
          transports: ["internal"],
        },
      };
    },
    assert(said: Said) {
      const data = clientData("webauthn.get", said);
      const authData = head(said, false);
      const signature = sign("sha256", Buffer.concat([authData, createHash("sha256").update(data).digest()]), privateKey);
      return {
        ...rest,
        response: {
          clientDataJSON: data.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: signature.toString("base64url"),
        },
      };
    },
  };
}

/** The key by RFC 9052 and 9053: EC2 (1: 2), ES256 (3: -7), P-256 (-1: 1), x and y. */
function coseOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: "jwk" });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));
  return Buffer.from(
    isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes(x!)],
        [-3, bytes(y!)],
      ]) as Parameters<typeof isoCBOR.encode>[0],
    ),
  );
}
