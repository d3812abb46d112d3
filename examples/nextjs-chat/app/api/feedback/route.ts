import { SemanticCacheError } from "ai-sdk-semantic-cache";
import { cache } from "@/lib/cache";

/**
 * Takes a thumbs-up or thumbs-down: `{ answer, correct }`, where `answer` is the cache's metadata of a message.
 * It counts for everybody who shares the cache: in production, check here who says it, and how often.
 */
export async function POST(request: Request): Promise<Response> {
  const { answer, correct } = Object(await request.json().catch(() => undefined));
  try {
    return Response.json(await cache.feedback(answer, { correct }));
  } catch (error) {
    if (!SemanticCacheError.isInstance(error)) throw error;
    return Response.json({ error: error.message }, { status: 400 });
  }
}
