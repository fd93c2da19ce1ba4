import { useQuery } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount, unmount } from "../testing/mount.test-support.tsx";
import { setNetwork } from "../testing/network.test-support.ts";
import { Queries } from "./queries.tsx";

function Answer({ to }: { to: string }) {
  const { data = "still asking" } = useQuery({ queryKey: [to], queryFn: async () => `the answer to ${to}` });
  return <p>{data}</p>;
}
const show = (to: string) =>
  mount(
    <Queries>
      <Answer to={to} />
    </Queries>,
  );

test("a page asks the server, also where the network went while another page was open and came back after that", async () => {
  await show("one page");
  await expect.element(page.getByText("the answer to one page")).toBeVisible();
  setNetwork(false);
  unmount();
  setNetwork(true);
  await show("another");
  await expect.element(page.getByText("the answer to another")).toBeVisible();
});
