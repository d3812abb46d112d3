import { SemanticCacheError } from "../../errors.ts";
import type { SpecificationVersion } from "../../response/usage.ts";
import { installedAi } from "../installed-ai.ts";

/** The specification of models that each major version of `ai` was made for. */
const SPECIFICATIONS: Readonly<Record<number, SpecificationVersion>> = {
  4: "v1",
  5: "v2",
  6: "v3",
  7: "v4",
};

/**
 * The specification that the installed `ai` was made for.
 *
 * @throws SemanticCacheError `invalid-options` without `ai`, or with one that the demo does not know.
 */
export function installedSpecification(): SpecificationVersion {
  const ai = installedAi();
  const known = ai && SPECIFICATIONS[ai.major];
  if (known) return known;
  const found = ai ? `ai ${ai.version} is installed` : "there is none";
  throw new SemanticCacheError(
    "invalid-options",
    `demo: it needs ai 4 to 7, and ${found}: npm install ai@7.`,
  );
}
