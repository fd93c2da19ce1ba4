import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { SubscribeButton } from "../calendar/subscribe-button.tsx";
import { MyEvents } from "../events/mine/my-events.tsx";

const client = new QueryClient();

export function MyEventsPage() {
  return (
    <QueryClientProvider client={client}>
      <MyEvents subscribe={<SubscribeButton />} />
    </QueryClientProvider>
  );
}
