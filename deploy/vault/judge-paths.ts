import type { Answer, VaultServer } from "./vault-server.ts";

/** What somebody asks of Vault, and what has to become of it. */
export interface Asked {
  method: string;
  path: string;
  body?: object;
  /** Absent: 200, or 204. */
  status?: number;
  /** What an answer has to be besides. */
  isGood?: (answer: Answer) => boolean;
}

/** What is answered otherwise than it has to be, in a line each. */
export async function misjudged({ ask }: VaultServer, token: string, asked: Asked[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { method, path, body, status, isGood = () => true } of asked) {
    const answer = await ask(method, path, body, token);
    const isAsItShould = status === undefined ? answer.status < 300 : answer.status === status;
    if (!isAsItShould || !isGood(answer))
      wrong.push(`${method} ${path} ${body ? JSON.stringify(body).slice(0, 60) : ""}: ${answer.status}`);
  }
  return wrong;
}
