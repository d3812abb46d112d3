/** Makes the model call of a request, with a signal that stops it. */
export type ModelCall = (abortSignal: AbortSignal | undefined) => PromiseLike<object>;

/** A request that is answered by a model call: its own, or one that is under way. */
export interface Served {
  /** As the result of `doGenerate`. */
  generate(call: ModelCall): Promise<object>;
  /** As the result of `doStream`. */
  stream(call: ModelCall): Promise<object>;
}
