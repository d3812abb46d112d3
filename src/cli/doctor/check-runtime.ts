import { installedAi } from "../installed-ai.ts";
import { packageVersion } from "../package-version.ts";
import { type Finding, findings } from "./finding.ts";

const LEAST_NODE = 22;

/** The runtime, this package and `ai`. */
export function checkRuntime(): Finding[] {
  return [node(), sdk()];
}

function node(): Finding {
  const { ok, error } = findings("runtime");
  const here = `Node ${process.versions.node}, ai-sdk-semantic-cache ${packageVersion()}`;
  const major = Number.parseInt(process.versions.node, 10);
  return major >= LEAST_NODE
    ? ok(here)
    : error(here, `Take Node ${LEAST_NODE} or later; on edge runtimes any with Web APIs.`);
}

function sdk(): Finding {
  const { ok, error } = findings("ai sdk");
  const ai = installedAi();
  if (!ai) return error("The package ai is not installed beside this one.", "npm install ai");
  const here = `ai ${ai.version}`;
  const isTooOld = ai.major === 4 && Number(ai.version.split(".")[1]) < 2;
  return ai.specification === undefined || isTooOld
    ? error(`${here}: not one this package knows`, "Take ai 4.2 or later, up to 7.")
    : ok(`${here}, model specification ${ai.specification}`);
}
