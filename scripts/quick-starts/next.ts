import { execFileSync } from "node:child_process";
import { startProgram } from "../../test-edge/support/web-program.ts";
import { askTwice } from "./ask-twice.ts";
import { guideFiles, guidePackages } from "./guide-files.ts";
import { installPackages, testedPackages } from "./install-packages.ts";
import { type QuickStart, writeFiles } from "./quick-start.ts";

const GUIDE = "docs/guides/nextjs.md";
const FILES = [
  "lib/cache.ts",
  "lib/store.ts",
  "lib/model.ts",
  "lib/chat-message.ts",
  "lib/badge.ts",
  "app/api/chat/route.ts",
  "app/page.tsx",
];

const NEXT_VERSION = "16.4.5";
/** What `create-next-app` installs, and what only this page needs. */
const NEXT_PACKAGES = {
  next: NEXT_VERSION,
  react: "19.3.1",
  "react-dom": "19.3.1",
  "@ai-sdk/react": "4.0.177",
  "@types/react": "19.3.0",
};

/** What `create-next-app` has written before the guide begins. */
const CREATED = new Map([
  [
    "app/layout.tsx",
    `export default function Layout({ children }: { children: React.ReactNode }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
  ],
  [
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        ...{ target: "ES2023", lib: ["ES2024", "DOM", "DOM.Iterable"], strict: true, noEmit: true },
        ...{ module: "esnext", moduleResolution: "bundler", jsx: "react-jsx", skipLibCheck: true },
        ...{ esModuleInterop: true, resolveJsonModule: true, isolatedModules: true },
        ...{ paths: { "@/*": ["./*"] }, plugins: [{ name: "next" }] },
      },
      include: ["**/*.ts", "**/*.tsx"],
      exclude: ["node_modules"],
    }),
  ],
]);

const NEXT = "node_modules/next/dist/bin/next";

/** The Next.js guide, built and started. */
export const nextQuickStart: QuickStart = async ({ folder, tarball, services }) => {
  const names = guidePackages(GUIDE).filter((name) => !(name in NEXT_PACKAGES));
  const packages = testedPackages([...names, "@types/node", "typescript"], tarball);
  installPackages(folder, { ...packages, ...NEXT_PACKAGES });
  writeFiles(folder, new Map([...CREATED, ...guideFiles(GUIDE, FILES)]));

  const env = { ...process.env, ...services.environment, NEXT_TELEMETRY_DISABLED: "1" };
  execFileSync(process.execPath, [NEXT, "build"], { cwd: folder, env, stdio: "pipe" });
  const start = [process.execPath, NEXT, "start", "-H", "127.0.0.1", "-p", "0"] as const;
  const next = await startProgram(start, { folder, environment: services.environment });
  try {
    return { ...(await askTwice(`${next.url}/api/chat`)), on: `next ${NEXT_VERSION}` };
  } finally {
    await next.stop();
  }
};
