import type { JSX } from "preact";
import type { Parameters, ViewName } from "../route.ts";
import { EntriesView } from "./entries/entries-view.tsx";
import { LiveView } from "./live/live-view.tsx";
import { NearMissesView } from "./near-misses/near-misses-view.tsx";
import { NeighboursView } from "./neighbours/neighbours-view.tsx";
import { OverviewView } from "./overview/overview-view.tsx";
import { ThresholdView } from "./threshold/threshold-view.tsx";

/** A view is shown with what the address says of it. */
export type ViewComponent = (props: { readonly parameters: Parameters }) => JSX.Element;

const VIEW_COMPONENTS: Readonly<Record<ViewName, ViewComponent>> = {
  overview: OverviewView,
  live: LiveView,
  threshold: ThresholdView,
  neighbours: NeighboursView,
  entries: EntriesView,
  "near-misses": NearMissesView,
};

/** The component of a view. */
export function viewOf(name: ViewName): ViewComponent {
  return VIEW_COMPONENTS[name];
}
