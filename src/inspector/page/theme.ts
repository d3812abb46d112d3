/** Which colours: the system's, or those that were chosen. */
export type Theme = "system" | "light" | "dark";

const KEY = "semantic-cache-inspector-theme";

/** What was chosen here before. Where nothing may be kept, the system's. */
export function savedTheme(): Theme {
  try {
    const saved = localStorage.getItem(KEY);
    return saved === "light" || saved === "dark" ? saved : "system";
  } catch {
    return "system";
  }
}

/** Shows the page in these colours, and remembers them. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing shows them until the page is closed.
  }
}
