import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../../server/src/free-port.ts";
import { openProcesses } from "../cluster/processes.ts";
import { pythonTool } from "../gates/locked-tools.ts";

/** Who makes a call. */
export interface Credentials {
  aws_access_key_id: string;
  aws_secret_access_key: string;
  aws_session_token?: string;
}

export interface Call {
  service: string;
  /** As boto3 has it, in small letters. */
  operation: string;
  parameters?: Record<string, unknown>;
  region: string;
  credentials?: Credentials;
}

/** The answer, or the code of the refusal with what was said. */
export type Outcome<T> = { answer: T; error?: undefined } | { error: string; message: string };

export interface Emulator {
  /** For programs that are to call it. */
  environment: NodeJS.ProcessEnv;
  attempt<T>(call: Call): Promise<Outcome<T>>;
  /** Whether callers may do only what their policies say; to begin with, everybody may do everything. */
  enforcePolicies(on: boolean): Promise<void>;
  close(): Promise<void>;
}

const folder = join(import.meta.dirname, "emulator");
/** Nobody's: the emulator takes any. */
const ANYBODY: Credentials = { aws_access_key_id: "AKIAEMULATOR", aws_secret_access_key: "emulator" };

/** Amazon's API on loopback: moto, with what our modules ask of it that it does not know. Nothing leaves the machine. What it logs is in `logs`. */
export async function startEmulator(logs: string): Promise<Emulator> {
  const python = await pythonTool("moto", { program: "python" });
  const url = `http://127.0.0.1:${await freePort()}`;
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: ANYBODY.aws_access_key_id,
    AWS_SECRET_ACCESS_KEY: ANYBODY.aws_secret_access_key,
    // A profile or metadata of this machine's own must not be found.
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
  const processes = openProcesses(dirname(python), logs);
  const isUp = async () => (await fetch(`${url}/moto-api/data.json`)).ok;
  await processes.start("python", [join(folder, "server.py"), new URL(url).port], isUp);
  // It ends with its input, so with this process.
  const caller = spawn(python, [join(folder, "call.py"), url], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: caller.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();

  async function attempt<T>({ parameters = {}, credentials = ANYBODY, ...call }: Call): Promise<Outcome<T>> {
    // Answers come in the order of the questions.
    const answer = last.then(async () => {
      caller.stdin.write(`${JSON.stringify({ ...call, parameters, credentials })}\n`);
      const line = await lines.next();
      if (line.done) throw new Error("the caller of the emulator ended");
      return JSON.parse(line.value) as Outcome<T>;
    });
    last = answer;
    return answer;
  }

  return {
    environment,
    attempt,
    async enforcePolicies(on) {
      await fetch(`${url}/moto-api/reset-auth`, { method: "POST", body: on ? "0" : "inf" });
    },
    async close() {
      caller.stdin.end();
      if (caller.exitCode === null) await once(caller, "close");
      await processes.end();
    },
  };
}
