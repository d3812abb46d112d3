import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import example from "../../examples/nextjs-chat/package.json" with { type: "json" };
import { EXAMPLE, installChatApp } from "./chat-app.ts";

const GUIDE = readFileSync(join(EXAMPLE, "../../docs/guides/nextjs.md"), "utf8");

/** A block whose first comment is a path: with nothing behind it, it is that file of the example. */
const FILE = /^```tsx?\n(?:\/\/ not run: .+\n)?\/\/ ([\w/.[\]-]+\.tsx?)(, .+)?\n([\s\S]*?)^```$/gm;

const files = Array.from(GUIDE.matchAll(FILE), ([, name = "", note, code = ""]) => ({
  name,
  isExample: note === undefined,
  code,
}));

describe("docs/guides/nextjs.md", () => {
  test.each(files.filter(({ isExample }) => isExample))("shows $name as it is", (file) => {
    expect(file.code).toBe(readFileSync(join(EXAMPLE, file.name), "utf8"));
  });

  test("shows an application that is whole", () => {
    expect(files.map(({ name }) => name)).toEqual([
      "lib/cache.ts",
      "lib/store.ts",
      "lib/model.ts",
      "app/api/chat/route.ts",
      "lib/chat-message.ts",
      "app/page.tsx",
      "lib/badge.ts",
      "app/api/feedback/route.ts",
      "lib/inspector.ts",
      "app/cache/[[...path]]/route.ts",
    ]);
  });

  test("shows an application that type-checks", () => {
    installChatApp();

    expect(complaintsAbout(files)).toBe("");
  });

  test("names the versions that are tested", () => {
    expect(GUIDE).toContain(`Next.js ${example.dependencies.next} `);
    expect(GUIDE).toContain(`ai ${example.dependencies.ai} `);
  });
});

/** What the compiler says to files in a folder of their own, with the packages of the example. */
function complaintsAbout(sources: typeof files): string {
  mkdirSync(join(EXAMPLE, ".next"), { recursive: true });
  const folder = mkdtempSync(join(EXAMPLE, ".next/guide-"));
  try {
    for (const { name, code } of sources) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), code);
    }
    cpSync(join(EXAMPLE, "lib/ask-for-password.ts"), join(folder, "lib/ask-for-password.ts"));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    return compile(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const TSCONFIG = {
  extends: "../../tsconfig.json",
  compilerOptions: { paths: { "@/*": ["./*"] }, types: ["node", "react"], incremental: false },
  include: ["**/*"],
};

function compile(folder: string): string {
  const compiler = join(EXAMPLE, "node_modules/typescript/bin/tsc");
  try {
    return execFileSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
  } catch (error) {
    return String(Reflect.get(Object(error), "stdout"));
  }
}
