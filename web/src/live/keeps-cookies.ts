/** Whether this browser keeps what tells the server who it is: in private windows and in other apps, many do not. */
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
