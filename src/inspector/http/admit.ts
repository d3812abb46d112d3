import type { Authorize } from "../inspector-options.ts";
import { SAFE_HEADERS } from "./answers.ts";
import { hostOf } from "./same-site.ts";

/** What to answer in place of the inspector to who may not see it; `undefined` to who may. */
export async function turnAway(
  request: Request,
  authorize: Authorize | undefined,
): Promise<Response | undefined> {
  if (!authorize) return isLocal(request) ? undefined : refuse(ONLY_LOCAL);
  try {
    const said: unknown = await authorize(request);
    if (said === true) return undefined;
    return said instanceof Response ? said : refuse();
  } catch {
    return refuse();
  }
}

const ONLY_LOCAL =
  "In development and without authorize, the inspector answers requests to localhost only.\n";

function refuse(text: string | null = null): Response {
  return new Response(text, { status: 403, headers: SAFE_HEADERS });
}

/** By name, too: a site whose name was made to lead here (DNS rebinding) is not this machine. */
function isLocal(request: Request): boolean {
  const host = hostOf(request)?.replace(/:\d+$/, "");
  return host !== undefined && /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);
}
