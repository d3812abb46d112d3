/** A package of `bench/peers`, or why it is not there. */
export interface Loaded<Exports> {
  readonly exports?: Exports;
  readonly error?: string;
}

/** Loads one of the packages compared with; `npm ci` in `bench/peers` installs them. */
export async function load<Exports>(specifier: string): Promise<Loaded<Exports>> {
  try {
    return { exports: (await import(specifier)) as Exports };
  } catch (error) {
    return { error: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}

/** The same, for what cannot go on without it. */
export async function loadOrThrow<Exports>(specifier: string): Promise<Exports> {
  const { exports, error } = await load<Exports>(specifier);
  if (!exports) throw new Error(`${error} (npm ci in bench/peers installs it.)`);
  return exports;
}
