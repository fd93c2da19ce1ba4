/** Whether an address is one of a route's: `:name` stands for one part, `*` for any rest. */
export function matchesPath(path: string, address: string) {
  const pattern = path.replace(/:\w+/g, "[^/]+").replace("*", ".*");
  return new RegExp(`^${pattern}/?$`).test(address);
}
