/** What is used of a pipeline of `@upstash/redis`: commands that are sent together, as one HTTP request. */
export interface UpstashRedisPipeline {
  get(key: string): unknown;
  mget(...keys: string[]): unknown;
  getrange(key: string, start: number, end: number): unknown;
  hmget(key: string, ...fields: string[]): unknown;
  eval(script: string, keys: string[], args: string[]): unknown;
  exec(): PromiseLike<unknown>;
}

/** What is used of a client of `@upstash/redis` (`new Redis()`), whatever its settings. */
export interface UpstashRedisClient {
  pipeline(): UpstashRedisPipeline;
}
