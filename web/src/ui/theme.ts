export type Theme = "system" | "light" | "dark";

/** The theme this reader chose on this device; public/theme.js applies it before the first paint. */
export function chosenTheme(): Theme {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** Shows a theme and keeps the choice. Where storage is blocked it lasts until the page is left. */
export function chooseTheme(theme: Theme): Theme {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Blocked storage: the choice holds for this visit.
  }
  return theme;
}
