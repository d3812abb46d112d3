import type { InspectorPage } from "./contract.ts";

/** Scripts and styles of the page, loaded when somebody looks at it: the application starts without them. */
export async function loadInspectorPage(): Promise<InspectorPage> {
  const { inspectorPage } = await import("#inspector-page");
  return inspectorPage;
}
