/** Milliseconds that all processes of this machine count from one moment, whatever their clocks say. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
