import { fork, type ChildProcess } from "node:child_process";
import { Refusal, refuse } from "@turnout/contract/refusals";
import type { Answer, Order, Task } from "./decode-process.ts";
import { DECODE_WITHIN, IDLE_FOR, MAX_DECODE_CPU, MAX_DECODE_MEMORY, MAX_KEPT_MEMORY, MAX_WAITING_PICTURES } from "./limits.ts";
import type { coverJpeg } from "./cover-jpeg.ts";
import type { reencode, Reencoded, Refused } from "./reencode.ts";

const program = new URL("decode-process.ts", import.meta.url);
/** All that the process is told of its surroundings: whoever breaks a decoder finds no password there. */
const TOLD = ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH"];

export interface PictureDecoder {
  /** A picture as it is kept; refuses what is none, what takes too much, and whoever comes while too many wait. */
  reencode(upload: Uint8Array): Promise<Reencoded>;
  /** A stored picture or a drawing of ours as mails and chats show covers; refuses for the same reasons. */
  coverJpeg(picture: Uint8Array): Promise<Uint8Array>;
  /** The process that decodes; null: none is needed at the moment. */
  pid(): number | null;
  close(): void;
}

interface PictureDecoderOptions {
  /** By the clock (ms). */
  within?: number;
  idleFor?: number;
  /** Bytes and milliseconds of a processor, for one picture. */
  memory?: number;
  cpu?: number;
  /** Bytes left over from one picture with which the process still serves the next. */
  keptMemory?: number;
  /** Pictures that wait for their turn. */
  line?: number;
}

/** What comes of each task. */
interface Results {
  reencode: Awaited<ReturnType<typeof reencode>>;
  coverJpeg: Awaited<ReturnType<typeof coverJpeg>>;
}

/**
 * Decodes pictures one at a time in a process of their own: libraries that take seconds and whole processors, or that
 * a hostile file brings down, hold up nothing here. The process begins with the first picture, serves until it has
 * been idle for a while or dies, and ends with this one.
 */
export function openPictureDecoder(options: PictureDecoderOptions = {}): PictureDecoder {
  const {
    within = DECODE_WITHIN,
    idleFor = IDLE_FOR,
    memory = MAX_DECODE_MEMORY,
    cpu = MAX_DECODE_CPU,
    keptMemory = MAX_KEPT_MEMORY,
    line = MAX_WAITING_PICTURES,
  } = options;
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let waiting = 0;
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();

  function start(): ChildProcess {
    const env = Object.fromEntries(TOLD.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
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
    // One that never began has no exit. Whoever waits for it hears of it.
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
    const comeAgain = () => reject(new Refusal("overloaded"));
    const tooLong = setTimeout(() => (comeAgain(), end()), within);
    // It went beyond its limits, or was brought down: by this picture, as it has no other.
    const gone = () => (isClosed ? comeAgain() : resolve({ refused: "image_unreadable" }));
    worker.once("message", answered).once("exit", gone).once("error", comeAgain);
    worker.send({ task, picture } satisfies Order, (error) => error && comeAgain());
    return promise.finally(() => {
      clearTimeout(tooLong);
      worker.off("message", answered).off("exit", gone).off("error", comeAgain);
      idle = setTimeout(end, idleFor).unref();
    });
  }

  async function inTurn<T extends Task>(task: T, picture: Uint8Array): Promise<Exclude<Results[T], Refused>> {
    if (waiting > line) refuse("overloaded");
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
