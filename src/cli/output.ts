import { styleText } from "node:util";
import { createPaint, type Paint } from "../evaluate/text/paint.ts";
import { EXIT } from "./exit.ts";
import { readable } from "./text/readable.ts";

/** Prints what was asked for. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Prints data as JSON. */
export function printJson(data: unknown): void {
  print(escaped(JSON.stringify(data, null, 2)));
}

/** Prints data as JSON in one line. */
export function printJsonLine(data: unknown): void {
  print(escaped(JSON.stringify(data)));
}

/** JSON lets through what terminals obey as well: C1 controls (ECMA-48) and marks of direction. */
function escaped(json: string): string {
  return json.replace(
    /[^\P{Cc}\n]|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Says something to the person, beside what was asked for. */
export function say(sentence: string): void {
  process.stderr.write(`${readable(sentence)}\n`);
}

/** Colours where standard output is a terminal that has them and `NO_COLOR` is not set. */
export function outputPaint(): Paint {
  return createPaint(styleText("red", " ", { stream: process.stdout }) !== " ");
}

/** Ends the process where nobody reads on, as in `… | head`, and takes the progress line away at Ctrl-C. */
export function leaveQuietly(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.ok);
    say(`error: standard output: ${error.message}`);
    process.exit(EXIT.unusable);
  });
  process.stderr.on("error", () => {}); // who hears no remarks still gets what was asked for
  process.on("SIGINT", () => {
    if (process.stderr.isTTY) process.stderr.write("\r\u001B[2K");
    // A command that finishes in good order listens itself, and ends by itself.
    if (process.listenerCount("SIGINT") === 1) process.exit(130);
  });
}

/** Resolves when everything that was printed is out. */
export async function closeOutput(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(written));
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}
