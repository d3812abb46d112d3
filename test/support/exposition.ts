/** A line of Prometheus' text format. */
export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a scraper reads from a text. */
export interface Exposition {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly ParsedSample[];
  /** The value of the one sample with this name and at least these labels. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;

/**
 * Reads Prometheus' text format 0.0.4 strictly.
 *
 * @throws Error for what a scraper would refuse: a line that is none, a sample before its TYPE, a second
 * HELP or TYPE, a sample that is there twice, no line feed at the end.
 */
export function parseExposition(text: string): Exposition {
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const seen = new Set<string>();
  const samples: ParsedSample[] = [];
  if (!text.endsWith("\n")) throw new Error("The last line must end with a line feed.");
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const [, keyword, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (keyword === "HELP") once(helped, name);
    else if (keyword === "TYPE") types.set(unseen(types, name), rest);
    else {
      const sample = parseSample(line);
      const family = sample.name.replace(/_(?:bucket|sum|count)$/, "");
      if (!types.has(sample.name) && types.get(family) !== "histogram") {
        throw new Error(`No TYPE before: ${line}`);
      }
      once(seen, line.slice(0, line.lastIndexOf(" ")));
      samples.push(sample);
    }
  }
  return {
    types,
    samples,
    value: (name, labels = {}) =>
      samples.find((each) => each.name === name && holds(each.labels, labels))?.value,
  };
}

function parseSample(line: string): ParsedSample {
  const [, name = "", labelText = "", value = ""] = SAMPLE.exec(line) ?? [];
  const number = value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value);
  if (name === "" || Number.isNaN(number)) throw new Error(`Not a sample: ${line}`);
  return { name, labels: parseLabels(labelText), value: number };
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let at = 0; at < text.length; at = LABEL.lastIndex) {
    LABEL.lastIndex = at;
    const [, name = "", value = ""] = LABEL.exec(text) ?? [];
    if (name === "" || name in labels) throw new Error(`Not labels: ${text}`);
    labels[name] = value.replace(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter));
  }
  return labels;
}

function holds(labels: object, expected: Readonly<Record<string, string>>): boolean {
  return Object.entries(expected).every(([name, value]) => Reflect.get(labels, name) === value);
}

function once(seen: Set<string>, name: string): void {
  if (seen.has(name)) throw new Error(`Twice: ${name}`);
  seen.add(name);
}

function unseen(seen: ReadonlyMap<string, unknown>, name: string): string {
  if (seen.has(name)) throw new Error(`Twice: ${name}`);
  return name;
}
