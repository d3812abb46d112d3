declare namespace Cloudflare {
  /** Bindings of the worker: secrets, or lines of `.dev.vars`. */
  interface Env {
    readonly OPENAI_API_KEY: string;
    readonly OPENAI_BASE_URL?: string;
    readonly UPSTASH_VECTOR_REST_URL: string;
    readonly UPSTASH_VECTOR_REST_TOKEN: string;
  }
}
