import { measureCollisions } from "../context/collisions.ts";
import type { BenchContext, Row } from "../support/bench.ts";

/** Whether a question is answered with what another conversation was told; `context` has it in detail. */
export async function measureContext(bench: BenchContext): Promise<void> {
  const rows = await measureCollisions(bench);
  const sum = (figure: string): number =>
    rows.reduce((total, row: Row) => total + Number(row[figure]), 0);
  const wrongHits = sum("wrongHits");
  bench.report({
    kind: "context",
    name: "context collisions",
    asked: sum("asked"),
    wrongHits,
    repeated: sum("repeated"),
    hitsOfRepeated: sum("hits"),
    gate: 0,
    met: wrongHits === 0,
  });
}
