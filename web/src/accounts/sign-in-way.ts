/** How somebody signs in: by a mailed link, or by a password. */
export type Way = "link" | "password";

const KEY = "sign-in-way";

/** The way that worked in this browser before; a link, which needs nothing to be remembered, for everybody else. */
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

/** Remembers the way, not the address: on a borrowed device it gives nobody away. */
export function keepWay(way: Way): void {
  try {
    localStorage.setItem(KEY, way);
  } catch {
    // Blocked storage: the other way is one press away.
  }
}
