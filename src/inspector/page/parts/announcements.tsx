import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

const SHOWN_MS = 6_000;

/** Says what was done for some seconds, and to a screen reader. The region is always there, or it is not heard. */
export function Announcements(props: {
  readonly said: string | undefined;
  readonly onEnd: () => void;
}): JSX.Element {
  const { said, onEnd } = props;
  // Counts from the moment something is said
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(onEnd, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div class="announcements" role="status">
      {said && <p>{said}</p>}
    </div>
  );
}
