/** The address of one of our pages, for a mail. The token goes after `#`, which browsers never send anywhere. */
export function pageLink(publicUrl: string, page: string, token: string, next: string | null): string {
  const link = new URL(page, publicUrl);
  if (next !== null) link.searchParams.set("next", next);
  link.hash = token;
  return link.href;
}
