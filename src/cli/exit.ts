/** How a command ends. */
export const EXIT = {
  ok: 0,
  /** A budget was broken: the command did its work, and the answer is no. */
  broken: 1,
  /** The command line, a file or a configuration could not be used. */
  unusable: 2,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Says how the process is to end, once the command has done. */
export type SetExitCode = (code: ExitCode) => void;
