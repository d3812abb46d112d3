import { bundlePage, type EvaluationPage } from "./bundle-page.ts";

/** What `npm run build` writes into `dist/evaluate/evaluation-page.js`, made when it is needed. */
export const evaluationPage: EvaluationPage = await bundlePage();
