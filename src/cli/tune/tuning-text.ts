import { counted, interval, percent, thresholdText, whole } from "../../evaluate/format.ts";
import type { Rate } from "../../evaluate/rate.ts";
import type { Paint } from "../../evaluate/text/paint.ts";
import { type Column, tableLines } from "../../evaluate/text/table.ts";
import { readable } from "../text/readable.ts";
import { adviceSentences } from "./advice.ts";
import type { Tuning } from "./tuning.ts";

/** A tuning as text for a terminal. */
export function tuningText(tuning: Tuning, paint: Paint): string {
  const { recommended, replays, problems } = tuning;
  const sections = [
    [paint.strong(dataLine(tuning)), paint.faint(setupLine(tuning))],
    settingLines(tuning, paint),
    adviceSentences(tuning),
    replays.flatMap(({ kind, whole: all }) => [
      `${kind} with it: ${percent(all.hitRate.share)} hits, ${percent(all.errorRate.share)} of all answers wrong (95 %: ${interval(all.errorRate)}).`,
    ]),
    problems.map(({ stage, message, count }) =>
      paint.bad(
        `${stage} failed ${counted(count, "time")}, and that was a miss: ${readable(message)}`,
      ),
    ),
    recommended ? [paint.strong("For the options of semanticCache:"), recommended.config] : [],
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function dataLine({ pairs, maxFalseHitRate }: Tuning): string {
  const { mustHit, mustMiss } = pairs;
  return `${counted(mustHit + mustMiss, "pair")}, ${whole(mustMiss)} of them must miss · at most ${percent(maxFalseHitRate)} of those may hit`;
}

function setupLine({ now }: Tuning): string {
  const { embeddingModel, policy, threshold, guards } = now;
  const decision = policy === "static" ? "threshold" : `policy ${policy} from`;
  return `${embeddingModel} · now: ${decision} ${thresholdText(threshold)}, guards ${guards}`;
}

const LEFT = { title: "", align: "left" } as const;

const COLUMNS: readonly Column[] = [
  { title: "guards", align: "left" },
  { title: "threshold" },
  { title: "recall" },
  { title: "false hits" },
  { title: "held out: recall" },
  { title: "false hits" },
  { title: "95 % interval" },
  LEFT,
];

/** What is now, then every setting; below "held out", what each does with pairs it was not chosen by. */
function settingLines({ now, settings, recommended }: Tuning, paint: Paint): string[] {
  const rows = settings.map(({ guards, threshold, rates, heldOut }) => [
    guards,
    threshold === null ? "–" : thresholdText(threshold),
    share(rates?.recall),
    share(rates?.falseHitRate),
    share(heldOut?.recall),
    share(heldOut?.falseHitRate),
    heldOut ? interval(heldOut.falseHitRate) : "–",
    guards === recommended?.guards ? "<" : "",
  ]);
  const { recall, falseHitRate } = now.rates;
  const present = ["now", thresholdText(now.threshold), share(recall), share(falseHitRate)];
  const [head = "", ...lines] = tableLines(COLUMNS, [present, ...rows]);
  return [paint.faint(head), ...lines];
}

function share(rate: Rate | undefined): string {
  return percent(rate?.share ?? null);
}
