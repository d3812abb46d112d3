/** Policies that find their threshold: `ai-sdk-semantic-cache/policies`. */

export type { AdaptiveOptions } from "./adaptive/adaptive-options.ts";
export { adaptive } from "./adaptive.ts";
export {
  type CalibratedOptions,
  type CalibratedPolicy,
  type CalibrationReport,
  calibrated,
  type LabelledPair,
} from "./calibrated.ts";
