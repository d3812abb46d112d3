import type { Client } from "@libsql/client";
import type { Client as HttpClient } from "@libsql/client/http";
import type { Client as WebClient } from "@libsql/client/web";
import { expectTypeOf, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { type LibsqlClient, libsqlStore } from "../../src/stores/libsql/index.ts";

test("every client of @libsql/client fits: of files, of Turso, of edge runtimes", () => {
  expectTypeOf<Client>().toExtend<LibsqlClient>();
  expectTypeOf<HttpClient>().toExtend<LibsqlClient>();
  expectTypeOf<WebClient>().toExtend<LibsqlClient>();
});

test("what cannot run statements does not fit", () => {
  expectTypeOf<{ query(sql: string): Promise<unknown> }>().not.toExtend<LibsqlClient>();
});

test("a store can be made without options, and has migrate()", () => {
  expectTypeOf(libsqlStore()).toExtend<CacheStore>();
  expectTypeOf(libsqlStore().migrate()).toEqualTypeOf<Promise<void>>();
});
