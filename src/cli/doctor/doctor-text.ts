import type { Paint } from "../../evaluate/text/paint.ts";
import { readable } from "../text/readable.ts";
import type { Finding, Status } from "./finding.ts";

const MARKS: Readonly<Record<Status, string>> = {
  ok: "ok     ",
  warning: "warning",
  error: "error  ",
  skipped: "skipped",
};
const INDENT = " ".repeat(MARKS.ok.length + 2);

/** One finding for people: what is so, and below it what to do. */
export function findingText({ check, status, detail, advice }: Finding, paint: Paint): string {
  const said = `${status === "error" ? paint.bad(MARKS[status]) : marked(status, paint)}  ${paint.strong(`${check}:`)} ${readable(detail)}`;
  return advice === undefined ? said : `${said}\n${INDENT}→ ${advice}`;
}

function marked(status: Status, paint: Paint): string {
  return status === "warning" ? paint.strong(MARKS[status]) : paint.faint(MARKS[status]);
}

/** What all findings come to. */
export function verdictText(all: readonly Finding[]): string {
  const count = (wanted: Status): number => all.filter(({ status }) => status === wanted).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (errors > 0) return `${plural(errors, "error")}, ${plural(warnings, "warning")}.`;
  return warnings > 0 ? `No error, ${plural(warnings, "warning")}.` : "All is well.";
}

function plural(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
