/**
 * What people have removed at the moment, for those who read an entry and write it back: they might bring
 * back what is gone.
 */
export interface Removals {
  /** Removing begins, until the returned function is called. */
  begin(): () => void;
  /** The returned function says whether anything was being removed since, or is. */
  watch(): () => boolean;
}

/** {@link Removals} of one cache object. */
export function createRemovals(): Removals {
  let underWay = 0;
  let begun = 0;
  return {
    begin() {
      underWay++;
      begun++;
      return () => void underWay--;
    },
    watch() {
      const [wasUnderWay, begunBefore] = [underWay > 0, begun];
      return () => wasUnderWay || begun !== begunBefore;
    },
  };
}
