/** Run by Next.js when a server starts. An inspector hears of what happens after it was made: so it is made now. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") await import("@/lib/inspector");
}
