import { addTally, type Tally } from "./tally.ts";

/** What happened in one stretch of time, altogether and by group. */
export interface Slice {
  readonly all: Tally;
  readonly byNamespace: Map<string, Tally>;
  readonly byModel: Map<string, Tally>;
}

/** Counts by time and group. Counting is on the way of every request: it touches one tally. */
export interface Timeline {
  /** Where to count what happens now: for a namespace and a model, or for none. */
  tally(namespace?: string, model?: string): Tally;
  /** What happened since a moment, to the whole stretch it lies in; everything without one. */
  since(moment: number | undefined): Slice;
}

/** Tallies of the present stretch, by namespace and model; `undefined` for what belongs to none. */
type Cells = Map<string | undefined, Map<string | undefined, Tally>>;

/** A {@link Timeline} of stretches of `stretchMs`; the latest `stretches` are remembered one by one. */
export function createTimeline(options: {
  readonly stretchMs: number;
  readonly stretches: number;
  /** Most names of each kind; those that come later are one, `"other"`. */
  readonly names: number;
  readonly now: () => number;
}): Timeline {
  const { stretchMs, stretches, now } = options;
  const past = createSlice();
  const lately = new Map<number, Slice>();
  const shortNamespace = createNames(options.names);
  const shortModel = createNames(options.names);
  const numberOf = (moment: number): number => Math.floor(moment / stretchMs);
  let cells: Cells = new Map();
  let present = numberOf(now());

  /** The present stretch is over. */
  function close(next: number): void {
    const slice = lately.get(present) ?? createSlice(); // there already when the clock went back
    addCells(slice, cells);
    addCells(past, cells);
    lately.set(present, slice);
    cells = new Map();
    present = next;
    for (const number of lately.keys()) if (number <= next - stretches) lately.delete(number);
  }

  return {
    tally(namespace, model) {
      const number = numberOf(now());
      if (number !== present) close(number);
      const tallies = madeFor(cells, shortNamespace(namespace), () => new Map());
      return madeFor(tallies, shortModel(model), () => new Map());
    },
    since(moment) {
      const first = moment === undefined ? Number.NEGATIVE_INFINITY : numberOf(moment);
      const slices = moment === undefined ? [past] : slicesFrom(lately, first);
      const sum = createSlice();
      for (const slice of slices) addSlice(sum, slice);
      if (present >= first) addCells(sum, cells);
      return sum;
    },
  };
}

function slicesFrom(slices: ReadonlyMap<number, Slice>, first: number): Slice[] {
  return Array.from(slices).flatMap(([number, slice]) => (number >= first ? [slice] : []));
}

function createSlice(): Slice {
  return { all: new Map(), byNamespace: new Map(), byModel: new Map() };
}

function addCells({ all, byNamespace, byModel }: Slice, cells: Cells): void {
  for (const [namespace, tallies] of cells) {
    for (const [model, tally] of tallies) {
      addTally(all, tally);
      if (namespace !== undefined) addTally(madeFor(byNamespace, namespace, newTally), tally);
      if (model !== undefined) addTally(madeFor(byModel, model, newTally), tally);
    }
  }
}

function addSlice(sum: Slice, slice: Slice): void {
  addTally(sum.all, slice.all);
  for (const groups of ["byNamespace", "byModel"] as const) {
    for (const [name, tally] of slice[groups]) {
      addTally(madeFor(sum[groups], name, newTally), tally);
    }
  }
}

const newTally = (): Tally => new Map();

function madeFor<Name, Value>(values: Map<Name, Value>, name: Name, make: () => Value): Value {
  const known = values.get(name);
  if (known !== undefined) return known;
  const made = make();
  values.set(name, made);
  return made;
}

/** Keeps names few: the first so many stand for themselves, all others are `"other"`. */
function createNames(most: number): (name: string | undefined) => string | undefined {
  const names = new Set<string>();
  return (name) => {
    if (name === undefined || names.has(name)) return name;
    if (names.size >= most) return "other";
    names.add(name);
    return name;
  };
}
