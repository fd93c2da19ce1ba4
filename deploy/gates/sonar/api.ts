import { Failed } from "../../failed.ts";

export type AskSonar = <Reply = unknown>(method: "GET" | "POST", path: string, values?: Record<string, string>) => Promise<Reply>;

/** As its administrator, with the password that an empty SonarQube starts with. */
export function askSonar(url: string): AskSonar {
  const authorization = `Basic ${Buffer.from("admin:admin").toString("base64")}`;
  return async <Reply>(method: "GET" | "POST", path: string, values: Record<string, string> = {}) => {
    const query = new URLSearchParams(values);
    const [end, body] = method === "GET" ? [`?${query.toString()}`, {}] : ["", { body: query }];
    const reply = await fetch(`${url}/api/${path}${end}`, { method, headers: { authorization }, ...body });
    const text = await reply.text();
    if (!reply.ok) throw new Failed(`SonarQube: ${method} ${path}: ${reply.status} ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : {}) as Reply;
  };
}
