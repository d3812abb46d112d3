#!/usr/bin/env node
import { main } from "./main.ts";
import { closeOutput, leaveQuietly } from "./output.ts";

leaveQuietly();
const code = await main(process.argv.slice(2));
await closeOutput();
// A client that the configuration opened would keep the process alive.
process.exit(code);
