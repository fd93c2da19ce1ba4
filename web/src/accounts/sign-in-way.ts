/** How somebody signs in: by an emailed link, or by a password. */
export type Way = "link" | "password";

const KEY = "sign-in-way";

/** The way that last worked in this browser; otherwise a link, which needs no password. */
export function keptWay(): Way {
  try {
    return localStorage.getItem(KEY) === "password" ? "password" : "link";
  } catch {
    return "link";
  }
}

/** Whether anybody has signed in in this browser before. */
export function hasSignedInHere(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** Stores the way, not the address, so that a shared device reveals nobody. */
export function keepWay(way: Way): void {
  try {
    localStorage.setItem(KEY, way);
  } catch {
    // Blocked storage: the other way is one click away.
  }
}
