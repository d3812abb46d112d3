import { dot } from "../../src/similarity.ts";
import type { Near, VectorRows } from "./similar-vectors.ts";

/** For every row, all other rows that are at least as similar as `least`, nearest first. */
export function neighboursOf({ values, dimensions }: VectorRows, least: number): Near[][] {
  const rows = Array.from({ length: values.length / dimensions }, (_, row) =>
    values.subarray(row * dimensions, (row + 1) * dimensions),
  );
  const near: Near[][] = rows.map(() => []);
  for (const [index, row] of rows.entries()) {
    for (let earlier = 0; earlier < index; earlier++) {
      const similarity = dot(row, rows[earlier] as Float32Array);
      if (similarity < least) continue;
      near[index]?.push({ index: earlier, similarity });
      near[earlier]?.push({ index, similarity });
    }
  }
  for (const list of near) list.sort((left, right) => right.similarity - left.similarity);
  return near;
}
