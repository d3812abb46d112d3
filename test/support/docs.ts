import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { ROOT, type Run, runNode, runOffline } from "./docs-run.ts";

/** A page of documentation. */
export interface Page {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** One fenced block of TypeScript. */
export interface Block {
  /** `README.md:12`: the file and the line of its first line of code. */
  readonly name: string;
  readonly file: string;
  /** The program: as many empty lines as stand above the block in its page, then the block. */
  readonly code: string;
  readonly extension: "ts" | "tsx";
  /** What it needs to run, for a block that begins with `// not run: needs …`. */
  readonly needs: string | undefined;
  /** What it prints, when lines of it say so: `console.log(…); // this`. */
  readonly prints: readonly string[] | undefined;
}

/** The README and every page below `docs/`. */
export function pages(): Page[] {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
  return ["README.md", ...docs.sort()].map(readPage);
}

/** One page. */
export function readPage(file: string): Page {
  return { file, text: readFileSync(join(ROOT, file), "utf8") };
}

const FENCE = /^```(.*)\n([\s\S]*?)^```$/gm;

/**
 * The blocks of TypeScript in a page. One that is marked ` ```ts continues ` is the next part of the
 * program of the block before it.
 *
 * @throws Error for a mark that is not known, so that no block escapes by a spelling mistake.
 */
export function blocksOf({ file, text }: Page): Block[] {
  const blocks: Block[] = [];
  for (const { index, 1: info = "", 2: code = "" } of text.matchAll(FENCE)) {
    const line = text.slice(0, index).split("\n").length + 1;
    if (!/^(?:ts|tsx|typescript|js|jsx|javascript|mjs)\b/.test(info)) continue;
    if (!/^tsx?(?: continues)?$/.test(info)) {
      throw new Error(
        `${file}:${line - 1}: write \`\`\`ts or \`\`\`ts continues, not \`\`\`${info}`,
      );
    }
    const before = info.endsWith(" continues") ? blocks.pop()?.code : "";
    if (before === undefined) throw new Error(`${file}:${line - 1}: nothing to continue`);
    blocks.push(toBlock(file, line, before, code, info.startsWith("tsx") ? "tsx" : "ts"));
  }
  return blocks;
}

function toBlock(
  file: string,
  line: number,
  before: string,
  code: string,
  extension: Block["extension"],
): Block {
  const gap = "\n".repeat(Math.max(0, line - before.split("\n").length));
  const program = `${before}${gap}${code}`;
  const prints = Array.from(
    program.matchAll(/^\s*console\.log\(.*\); \/\/ (.+)$/gm),
    ([, said]) => said ?? "",
  );
  return {
    name: `${file}:${line}`,
    file,
    code: program,
    extension,
    needs: /^\s*\/\/ not run: needs (.+)$/m.exec(program)?.[1],
    prints: prints.length > 0 ? prints : undefined,
  };
}

/** Blocks as files inside the repository, so that their imports resolve as a user's do. */
export interface Workspace {
  /** Complaints of the compiler, by name of block; with `file(line,column)` of the page. */
  typeCheck(): Promise<ReadonlyMap<string, string>>;
  /** Runs one block without network. */
  run(block: Block): Promise<Run>;
  /** Whether a block is type-checked: all that run are, and those whose imports are installed. */
  isChecked(block: Block): boolean;
  remove(): void;
}

/** Writes the blocks into a folder of their own below `.cache`. */
export function createWorkspace(blocks: readonly Block[]): Workspace {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache/docs-"));
  const files = new Map(blocks.map((block) => [block, join(folder, fileName(block))]));
  for (const [block, file] of files) {
    writeFileSync(file, isModule(block) ? block.code : `${block.code}export {};\n`);
  }

  /** Messages speak of the page, not of the file that was made of it. */
  function inPage(message: string): string {
    let text = message;
    for (const [block, file] of files) {
      for (const path of [`file://${file}`, file, relative(ROOT, file)]) {
        text = text.replaceAll(path, block.file);
      }
    }
    return text;
  }

  return {
    async typeCheck() {
      const checked = [...files].filter(([block]) => isChecked(block));
      const config = join(folder, "tsconfig.json");
      const paths = checked.map(([, file]) => file);
      writeFileSync(config, JSON.stringify({ ...TSCONFIG, files: paths }));
      const { stdout, stderr } = await runNode(["node_modules/typescript/bin/tsc", "-p", config]);
      if (stderr !== "" || /^error/m.test(stdout))
        throw new Error(`tsc failed: ${stdout}${stderr}`);
      return new Map(
        checked.flatMap(([block, file]) => {
          const found = complaints(stdout, relative(ROOT, file));
          return found === "" ? [] : [[block.name, inPage(found)] as const];
        }),
      );
    },
    async run(block) {
      const { ok, stdout, stderr } = await runOffline(files.get(block) ?? "");
      return { ok, stdout, stderr: inPage(stderr) };
    },
    isChecked,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// A reader's file: strict, but nothing of it is a library whose declarations are emitted.
const TSCONFIG = {
  extends: "../../tsconfig.json",
  compilerOptions: { isolatedDeclarations: false, declaration: false, jsx: "react-jsx" },
  include: [],
};

function fileName({ name, extension }: Block): string {
  return `${name.replaceAll("/", "--").replace(":", ".")}.${extension}`;
}

function isModule({ code }: Block): boolean {
  return /^(?:import|export)\b/m.test(code);
}

function isChecked({ code, needs }: Block): boolean {
  if (needs === undefined) return true;
  const imports = code.matchAll(/^(?:import|\}) [^;]*?from "([^"]+)";$/gm);
  return Array.from(imports, ([, name = ""]) => name).every((name) => {
    if (name.startsWith("node:")) return true;
    const folder = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
    return folder === "ai-sdk-semantic-cache" || existsSync(join(ROOT, "node_modules", folder));
  });
}

/** The messages about one file; further lines of a message are indented. */
function complaints(output: string, file: string): string {
  const messages = output.split(/\n(?=\S)/);
  return messages.filter((message) => message.startsWith(`${file}(`)).join("\n");
}
