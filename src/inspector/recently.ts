/**
 * What `read` gave lately, asked again when that is older than `milliseconds`: however many people look
 * at a page, a store is asked once. A failure is not remembered.
 */
export function recently<T>(milliseconds: number, read: () => Promise<T>): () => Promise<T> {
  let latest: { readonly at: number; readonly result: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (latest && now - latest.at < milliseconds) return latest.result;
    const asked = { at: now, result: read() };
    asked.result.catch(() => {
      if (latest === asked) latest = undefined;
    });
    latest = asked;
    return asked.result;
  };
}
