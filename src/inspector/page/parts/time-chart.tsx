import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import { clockText } from "../format.ts";
import { useColours } from "./colors.ts";
import { createTimePlot, plotData } from "./time-plot.ts";

/** What is drawn over time. */
export interface TimeSeries {
  readonly name: string;
  /** CSS variable of its colour. */
  readonly color: string;
  /** `null` where there is nothing to say. */
  readonly values: readonly (number | null)[];
}

/** How a chart over time looks. */
export interface TimeChartProps {
  /** Its name for a screen reader. */
  readonly label: string;
  /** Epoch milliseconds. */
  readonly times: readonly number[];
  readonly series: readonly TimeSeries[];
  /** Bars stand on one another. */
  readonly kind: "bars" | "area";
  readonly height: number;
  readonly format: (value: number) => string;
  /** Upper end of the y axis. @default what the values need */
  readonly most?: number;
  /** What the legend says where the pointer is not over the chart. */
  readonly summary: readonly string[];
}

/** A chart over time. Its legend says the values at the pointer. */
export function TimeChart(props: TimeChartProps): JSX.Element {
  const [at, setAt] = useState<number | null>(null);
  const element = usePlot(props, setAt);
  return (
    <figure class="time-chart">
      <figcaption class="legend">
        {props.series.map(({ name, color, values }, index) => (
          <span key={name} class="key" style={{ "--key": `var(${color})` }}>
            {name} <b>{at === null ? props.summary[index] : textOf(values[at], props.format)}</b>
          </span>
        ))}
        <span class="faint most">{at === null ? "" : clockText(props.times[at] ?? 0)}</span>
      </figcaption>
      <div
        class="plot"
        ref={element}
        role="img"
        aria-label={`${props.label}: ${spoken(props)}`}
        style={{ height: `${props.height}px` }}
      />
    </figure>
  );
}

function spoken({ series, summary }: TimeChartProps): string {
  return series.map(({ name }, index) => `${name} ${summary[index] ?? ""}`).join(", ");
}

function textOf(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "–" : format(value);
}

/** Keeps a plot in an element: drawn anew when the data or the colours change, and as wide as its place. */
function usePlot(
  props: TimeChartProps,
  onPoint: (index: number | null) => void,
): { readonly current: HTMLDivElement | null } {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const colours = useColours();
  const { times, series } = props;
  const shape = `${colours} ${series.map(({ name }) => name).join()}`;

  // The data is set below, without a new plot
  useEffect(() => {
    const place = element.current;
    if (!place) return;
    const made = createTimePlot(place, props, onPoint);
    plot.current = made;
    const watcher = new ResizeObserver(() => {
      made.setSize({ width: place.clientWidth, height: props.height });
    });
    watcher.observe(place);
    return () => {
      watcher.disconnect();
      made.destroy();
    };
  }, [shape]);

  // Redrawn when there is other data
  useEffect(() => plot.current?.setData(plotData(props)), [times, series]);
  return element;
}
