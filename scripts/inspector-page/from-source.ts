import type { InspectorPage } from "../../src/inspector/contract.ts";
import { bundlePage } from "./bundle-page.ts";

/** What `npm run build` writes into `dist/inspector/page-module.js`, made when it is needed. */
export const inspectorPage: InspectorPage = await bundlePage();
