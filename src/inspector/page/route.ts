import { useEffect, useState } from "preact/hooks";

/** The views, in the order of their tabs. */
export const VIEWS = [
  { name: "overview", label: "Overview" },
  { name: "live", label: "Live" },
  { name: "threshold", label: "Threshold" },
  { name: "neighbours", label: "Neighbours" },
  { name: "entries", label: "Entries" },
  { name: "near-misses", label: "Near misses" },
] as const;

export type ViewName = (typeof VIEWS)[number]["name"];

/** What the address shows: `#entries?search=password`. */
export interface Route {
  readonly view: ViewName;
  readonly parameters: Parameters;
}

/** What a view is asked for. A field that is undefined or empty is left out of the address. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** The address of a view. */
export function hrefTo(view: ViewName, parameters: Parameters = {}): string {
  const query = queryOf(parameters);
  return query ? `#${view}?${query}` : `#${view}`;
}

/** Parameters as the query of an address. */
export function queryOf(parameters: Parameters): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value ? [[name, value]] : [],
  );
  return new URLSearchParams(given).toString();
}

/** Shows a view. */
export function go(view: ViewName, parameters: Parameters = {}): void {
  location.hash = hrefTo(view, parameters);
}

/** Says more about the view that is shown, without a step back to what was before. */
export function refine(view: ViewName, parameters: Parameters): void {
  location.replace(hrefTo(view, parameters));
}

/** The view the address names, kept up to date. */
export function useRoute(): Route {
  const [route, setRoute] = useState(readRoute);
  useEffect(() => {
    const onChange = (): void => setRoute(readRoute());
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  return route;
}

function readRoute(): Route {
  const [name = "", query = ""] = location.hash.slice(1).split("?");
  const view = VIEWS.find((known) => known.name === name)?.name ?? "overview";
  return { view, parameters: Object.fromEntries(new URLSearchParams(query)) };
}
