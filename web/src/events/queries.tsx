import { onlineManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "../api/client.ts";

/** A refusal is final; what did not reach the server is tried a few times. */
const retry = (failures: number, error: Error) => failures < 3 && !(error instanceof ApiError && error.problem.status < 500);
const client = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry } } });
// Else it hears of the network only while a page with questions is open. Where the network came back meanwhile, the next one would wait
// for an answer and never ask.
onlineManager.subscribe(() => {});

/** What the pages inside have asked the server for, kept between them. */
export function Queries({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** Forgets what pages have asked, also what waits for a network: a test's pages are the first. */
export const forgetQueries = () => client.clear();
