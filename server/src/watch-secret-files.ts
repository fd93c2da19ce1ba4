import { readFileSync, realpathSync, watch, type FSWatcher } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart } from "./cannot-start.ts";
import { checkedSecret, type SecretName } from "./config/settings.ts";
import { fileSetting } from "./secret-files.ts";

/** A file has to have the same content for so long before it counts: until then it may be half written (ms). */
export const SETTLES_WITHIN = 200;
/** Files are read this often even if nothing tells of a change, as on network file systems (ms). */
export const REREAD_INTERVAL = 30_000;
/** How long until a value is tried again that could not be taken (ms). */
export const TRY_AGAIN_AFTER = 2_000;

/** A setting that can be replaced while the process runs. */
export interface Replaceable {
  name: SecretName;
  /** What was in force at the start. */
  first: string;
  /** Puts a value in force. Rejects with the reason if it is of no use; the one before stays. */
  take(value: string): Promise<void> | void;
}

export interface Watching {
  logger: Record<"info" | "error", (fields: object, message: string) => void>;
  /** Gets each new content before anything is done with it. */
  onRead?: (name: SecretName, text: string) => void;
}

/** What became of the settings that come from files. */
export interface SettingFiles {
  /** The names of those that are followed, as in SECRET_FILE, and whether what is in the file now cannot be used. */
  refused(): ReadonlyMap<string, boolean>;
  stop(): void;
}

/**
 * Follows the files of these settings, where they come from files: a new content is put in force once it is whole and can be
 * used, and until then the one before stays, which is logged. Files may be replaced by renaming, or, as Kubernetes does
 * it, by a symbolic link of their folder.
 */
export function watchSecretFiles(
  environment: Record<string, string | undefined>,
  settings: Replaceable[],
  watching: Watching,
): SettingFiles {
  const files = settings.flatMap((setting) => {
    const path = environment[fileSetting(setting.name)]?.trim();
    return path ? [watchFile(path, setting, watching)] : [];
  });
  return {
    refused: () => new Map(files.map(({ name, isRefused }) => [name, isRefused()])),
    stop: () => files.forEach(({ stop }) => stop()),
  };
}

function watchFile(path: string, { name, first, take }: Replaceable, { logger, onRead }: Watching) {
  const field = { "turnout.setting": fileSetting(name) };
  let inForce = first;
  let told = "";
  let isStopped = false;
  let looking: Promise<void> | null = null;
  let looksAgain = false;
  let again: NodeJS.Timeout | undefined;

  /** Throws what an operator has to know. */
  async function takeWhatIsThere() {
    if (readFileSync(path, "utf8").trim() === inForce) return;
    const text = await settled(path);
    if (text === inForce || isStopped) return;
    if (!text) throw new CannotStart("it is empty");
    const value = checkedSecret(name, text);
    onRead?.(name, text);
    await take(value);
    inForce = text;
    logger.info(field, "a setting has changed, and is in force");
  }

  async function look() {
    do {
      looksAgain = false;
      try {
        await takeWhatIsThere();
        told = "";
      } catch (error) {
        if (isStopped) break; // what it needs may be closed by now
        tell(reasonOf(error));
        clearTimeout(again);
        again = setTimeout(lookSoon, TRY_AGAIN_AFTER).unref();
      }
    } while (looksAgain && !isStopped);
    looking = null;
  }

  function lookSoon() {
    if (isStopped) return;
    looksAgain = true;
    looking ??= look();
  }

  function tell(reason: string) {
    if (reason === told) return;
    told = reason;
    logger.error({ ...field, "error.message": reason }, "a setting's file cannot be used; the value before stays");
  }

  const watchers = foldersOf(path).flatMap((folder) => watchFolder(folder, lookSoon));
  const timer = setInterval(lookSoon, REREAD_INTERVAL).unref();
  lookSoon(); // it may have changed since the start has read it
  return {
    name: fileSetting(name),
    isRefused: () => told !== "",
    stop() {
      isStopped = true;
      clearInterval(timer);
      clearTimeout(again);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Messages of `CannotStart` quote no secret; of other errors, only the code is sure not to. */
function reasonOf(error: unknown): string {
  if (error instanceof CannotStart) return error.message;
  return (error as NodeJS.ErrnoException).code ?? "it does not work";
}

/** The file's content, trimmed, once it has been the same for a moment. */
async function settled(path: string): Promise<string> {
  let [text, before] = [readFileSync(path, "utf8"), ""];
  do {
    await sleep(SETTLES_WITHIN, undefined, { ref: false });
    [text, before] = [readFileSync(path, "utf8"), text];
  } while (text !== before);
  return text.trim();
}

/** The folder that has the name, and the one that has the content: links may lead from one to the other. */
function foldersOf(path: string): string[] {
  try {
    return [...new Set([dirname(path), dirname(realpathSync(path))])];
  } catch {
    return [dirname(path)];
  }
}

/** Without a folder that can be watched, the file is read now and then. */
function watchFolder(folder: string, onChange: () => void): FSWatcher[] {
  try {
    return [watch(folder, { persistent: false }, onChange).on("error", () => {})];
  } catch {
    return [];
  }
}
