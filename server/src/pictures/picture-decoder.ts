import { fork, type ChildProcess } from "node:child_process";
import { Refusal, refuse } from "@turnout/contract/refusals";
import type { Answer, Order, Task } from "./decode-process.ts";
import { DECODE_WITHIN, IDLE_FOR, MAX_DECODE_CPU, MAX_DECODE_MEMORY, MAX_KEPT_MEMORY, MAX_WAITING_PICTURES } from "./limits.ts";
import type { coverJpeg } from "./cover-jpeg.ts";
import type { reencode, Reencoded, Refused } from "./reencode.ts";
import type { thumbnail } from "./thumbnail.ts";

const program = new URL("decode-process.ts", import.meta.url);
/** The only environment variables that the process gets: an exploited decoder finds no secrets there. */
const ENVIRONMENT = ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH"];

export interface PictureDecoder {
  /** Re-encodes an upload for storage. Refuses what is no picture, what exceeds a limit, and everything while too many wait. */
  reencode(upload: Uint8Array): Promise<Reencoded>;
  /** The JPEG of a stored picture or a drawn cover, for emails and link previews. Refuses for the same reasons. */
  coverJpeg(picture: Uint8Array): Promise<Uint8Array>;
  /** A small copy of a picture that was re-encoded. Refuses for the same reasons. */
  thumbnail(webp: Uint8Array): Promise<Reencoded>;
  /** The decoding process; null while none is running. */
  pid(): number | null;
  close(): void;
}

interface PictureDecoderOptions {
  /** Longest time for one picture (ms). */
  within?: number;
  idleFor?: number;
  /** Most memory (bytes) and processor time (ms) for one picture. */
  memory?: number;
  cpu?: number;
  /** Memory that the process may hold and still decode the next picture (bytes). */
  keptMemory?: number;
  /** Most pictures that wait to be decoded. */
  maxWaiting?: number;
}

/** Each task's result. */
interface Results {
  reencode: Awaited<ReturnType<typeof reencode>>;
  coverJpeg: Awaited<ReturnType<typeof coverJpeg>>;
  thumbnail: Awaited<ReturnType<typeof thumbnail>>;
}

/**
 * Decodes pictures one at a time in a separate process: decoders may take seconds of processor time or crash on a hostile
 * file, and neither may affect the server. The process starts with the first picture and ends when it has been idle for a
 * while, or with this process.
 */
export function openPictureDecoder(options: PictureDecoderOptions = {}): PictureDecoder {
  const {
    within = DECODE_WITHIN,
    idleFor = IDLE_FOR,
    memory = MAX_DECODE_MEMORY,
    cpu = MAX_DECODE_CPU,
    keptMemory = MAX_KEPT_MEMORY,
    maxWaiting = MAX_WAITING_PICTURES,
  } = options;
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let waiting = 0;
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();

  function start(): ChildProcess {
    const env = Object.fromEntries(ENVIRONMENT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
    const started = fork(program, [`${memory}`, `${cpu}`], {
      env,
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    started.unref();
    started.channel?.unref();
    const gone = () => child === started && (child = null);
    started.once("exit", gone);
    // A process that could not be started emits no exit event; its waiting caller gets the error.
    started.on("error", () => (started.kill("SIGKILL"), gone()));
    return started;
  }

  function end() {
    child?.kill("SIGKILL");
    child = null;
  }

  function decode<T extends Task>(task: T, picture: Uint8Array): Promise<Results[T] | Refused> {
    if (isClosed) return refuse("overloaded");
    clearTimeout(idle);
    const worker = (child ??= start());
    const { promise, resolve, reject } = Promise.withResolvers<Results[T] | Refused>();
    const answered = ({ result, memory: left }: Answer<Results[T]>) => {
      resolve(result);
      if (left > keptMemory) end();
    };
    const overloaded = () => reject(new Refusal("overloaded"));
    const tooLong = setTimeout(() => (overloaded(), end()), within);
    // It exceeded its limits or crashed, and this picture is the cause: it decodes one at a time.
    const gone = () => (isClosed ? overloaded() : resolve({ refused: "image_unreadable" }));
    worker.once("message", answered).once("exit", gone).once("error", overloaded);
    worker.send({ task, picture } satisfies Order, (error) => error && overloaded());
    return promise.finally(() => {
      clearTimeout(tooLong);
      worker.off("message", answered).off("exit", gone).off("error", overloaded);
      idle = setTimeout(end, idleFor).unref();
    });
  }

  async function inTurn<T extends Task>(task: T, picture: Uint8Array): Promise<Exclude<Results[T], Refused>> {
    if (waiting > maxWaiting) refuse("overloaded");
    waiting += 1;
    const mine = last.then(() => decode(task, picture));
    last = mine.catch(() => {});
    const result = await mine.finally(() => (waiting -= 1));
    if (!isRefused(result)) return result as Exclude<Results[T], Refused>;
    return refuse(result.refused, result.megapixels ? { megapixels: result.megapixels } : undefined);
  }

  return {
    reencode: (upload) => inTurn("reencode", upload),
    coverJpeg: async (picture) => (await inTurn("coverJpeg", picture)).jpeg,
    thumbnail: (webp) => inTurn("thumbnail", webp),
    pid: () => child?.pid ?? null,
    close() {
      isClosed = true;
      clearTimeout(idle);
      end();
    },
  };
}

function isRefused(result: object): result is Refused {
  return "refused" in result;
}
