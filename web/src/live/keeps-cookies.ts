/** Whether this browser keeps cookies: in private windows and in-app browsers, many do not. */
export function keepsCookies(page: Pick<Document, "cookie"> = document): boolean {
  try {
    page.cookie = "probe=1; Path=/; SameSite=Lax";
    const isKept = page.cookie.split("; ").includes("probe=1");
    page.cookie = "probe=; Path=/; SameSite=Lax; Max-Age=0";
    return isKept;
  } catch {
    return false; // a page in a sandbox may not even ask
  }
}
