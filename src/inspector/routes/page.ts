import { encodeBase64 } from "../../base64.ts";
import { html } from "../../evaluate/html/html.ts";
import { MOUNT_ID } from "../contract.ts";
import { SAFE_HEADERS } from "../http/answers.ts";
import type { Route } from "../inspection.ts";
import { loadInspectorPage } from "../inspector-page.ts";

/** Everything that is no `api/…`: the page, in one piece. It loads nothing but what it asks `api/…` for. */
export const pageRoute: Route = async ({ settings: { title } }) => {
  const { script, style } = await loadInspectorPage();
  const nonce = encodeBase64(crypto.getRandomValues(new Uint8Array(18)));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style nonce="${nonce}">${{ markup: style }}</style>
</head>
<body>
<div id="${MOUNT_ID}"></div>
<noscript>The inspector needs JavaScript.</noscript>
<script nonce="${nonce}">${{ markup: script }}</script>
</body>
</html>
`;
  return new Response(page.markup, {
    headers: {
      ...SAFE_HEADERS,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy(nonce),
    },
  });
};

/** Only what this answer holds may run, only this server may be asked, and nobody may put it into a frame. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
