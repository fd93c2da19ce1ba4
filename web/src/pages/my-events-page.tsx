import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { MyEvents } from "../events/mine/my-events.tsx";

const client = new QueryClient();

export function MyEventsPage() {
  return (
    <QueryClientProvider client={client}>
      <MyEvents />
    </QueryClientProvider>
  );
}
