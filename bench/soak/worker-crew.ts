import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { FromWorker, ToWorker, WorkerOptions } from "./messages.ts";

/** The processes of a run. */
export interface WorkerCrew {
  /** Kills one at once (kill -9), and starts it again. */
  killOne(): void;
  /** How often one was killed. */
  kills(): number;
  /** Lets all of them finish what they do, and waits for them. */
  end(): Promise<void>;
}

type Listener = (index: number, process: number, message: FromWorker) => void;

interface Member {
  readonly options: WorkerOptions;
  child: ChildProcess;
  ended: Promise<void>;
}

/** How long a worker has to finish. */
const PATIENCE_MS = 30_000;
const SCRIPT = join(import.meta.dirname, "worker.ts");

/**
 * Starts one worker for each of `options`; `onMessage` hears of all they say. What one learned of
 * another's doing, all the others are told. One that ends by itself is `onMessage`d as `failed`.
 */
export function startCrew(options: readonly WorkerOptions[], onMessage: Listener): WorkerCrew {
  const crew: Member[] = [];
  let kills = 0;
  let isOver = false;

  function start(index: number, workerOptions: WorkerOptions): Member {
    const child = fork(SCRIPT, [JSON.stringify(workerOptions)], {
      execArgv: ["--conditions=semantic-cache-source", "--expose-gc", "--no-warnings"],
    });
    child.on("message", (message: FromWorker) => {
      onMessage(index, child.pid ?? 0, message);
      if (message.type === "truth") tellOthers(child, message);
    });
    const ended = new Promise<void>((resolve) => {
      child.once("exit", (code, signal) => {
        if (code !== 0 && signal !== "SIGKILL") {
          const what = `worker ${index} ended with ${code ?? signal}`;
          onMessage(index, child.pid ?? 0, { type: "failed", what });
        }
        resolve();
      });
    });
    return { options: workerOptions, child, ended };
  }

  function tellOthers(from: ChildProcess, message: ToWorker): void {
    for (const { child } of crew) if (child !== from) tell(child, message);
  }

  for (const [index, workerOptions] of options.entries()) crew.push(start(index, workerOptions));

  return {
    killOne() {
      // The first half lives from beginning to end: only its heaps say something.
      const half = Math.ceil(crew.length / 2);
      const index = half + (kills % Math.max(1, crew.length - half));
      const member = crew[index];
      if (isOver || !member) return;
      kills++;
      member.child.kill("SIGKILL");
      const { seed } = member.options;
      crew[index] = start(index, { ...member.options, seed: seed + 1_000 * kills });
    },
    kills: () => kills,
    async end() {
      isOver = true;
      for (const { child } of crew) tell(child, { type: "end" });
      const late = setTimeout(() => {
        for (const { child } of crew) child.kill("SIGTERM");
      }, PATIENCE_MS);
      await Promise.all(crew.map(({ ended }) => ended));
      clearTimeout(late);
    },
  };
}

function tell(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => {}); // it may just have been killed
}
