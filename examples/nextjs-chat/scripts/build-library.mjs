// Runs after `npm install`: inside the repository of ai-sdk-semantic-cache, the library of this checkout is
// built and put where npm copied it unbuilt. Elsewhere npm has got it from the registry: nothing to do.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const example = join(import.meta.dirname, "..");
const repository = join(example, "../..");
const installed = join(example, "node_modules/ai-sdk-semantic-cache");

if (wantedLibrary() === "file:../..") {
  if (!existsSync(join(repository, "node_modules"))) run("npm ci --loglevel=error");
  run("npm run build --silent");
  for (const part of ["dist", "package.json"]) {
    rmSync(join(installed, part), { recursive: true, force: true });
    cpSync(join(repository, part), join(installed, part), { recursive: true });
  }
}

function wantedLibrary() {
  const { dependencies } = JSON.parse(readFileSync(join(example, "package.json"), "utf8"));
  return dependencies["ai-sdk-semantic-cache"];
}

function run(command) {
  console.log(`In ${repository}: ${command}`);
  const { status } = spawnSync(command, { cwd: repository, shell: true, stdio: "inherit" });
  if (status !== 0) process.exit(1); // it has said why
}
