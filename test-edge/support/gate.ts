/** Something that can be held up, so that a test decides what comes first. */
export interface Gate {
  /** Who comes from now on waits. */
  close(): void;
  /** Nobody waits any more. */
  open(): void;
  /** Resolves while the gate is open. */
  pass(): Promise<void>;
}

/** An open {@link Gate}. */
export function createGate(): Gate {
  let opening: PromiseWithResolvers<void> | undefined;
  return {
    close() {
      opening ??= Promise.withResolvers<void>();
    },
    open() {
      opening?.resolve();
      opening = undefined;
    },
    pass: () => opening?.promise ?? Promise.resolve(),
  };
}
