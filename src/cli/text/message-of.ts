/**
 * What an error says, in one line; with what caused it, as "fetch failed" says too little. A connection
 * that was refused at every address a name has is an error without a message: its parts have some.
 */
export function messageOf(error: unknown): string {
  const [said = "", ...causes] = chainOf(error).filter(
    (line, at, lines) => !lines.slice(0, at).some((earlier) => earlier.includes(line)),
  );
  return causes.length === 0 ? said : `${said} (${causes.join(": ")})`;
}

function chainOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const { message, cause } = error;
  const isOfParts = error instanceof AggregateError && message === "";
  const own = isOfParts ? error.errors.map(messageOf).join(", ") : message;
  const [line = ""] = own.split("\n");
  return [line, ...(cause instanceof Error ? chainOf(cause) : [])];
}
