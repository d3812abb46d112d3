/**
 * A part of the package that is loaded when it is first needed. Once it is there it costs nothing to
 * ask for it again; a failed load is tried again by the next request.
 */
export function lazy<T extends object>(load: () => Promise<T>): () => T | Promise<T> {
  let part: T | Promise<T> | undefined;
  return () => {
    if (part) return part;
    const loading = load().then(
      (loaded) => {
        part = loaded;
        return loaded;
      },
      (error: unknown) => {
        part = undefined;
        throw error;
      },
    );
    part = loading;
    return loading;
  };
}
