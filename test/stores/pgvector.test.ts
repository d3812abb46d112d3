import { describe } from "vitest";
import type { PgvectorClient } from "../../src/stores/pgvector/index.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePglite } from "../support/engines/pglite.ts";
import { useConnection, usePgvectorTables, usePool } from "../support/pgvector-store.ts";
import { storeSuite } from "../support/store-suite.ts";

function suite(client: () => PgvectorClient): void {
  const tables = usePgvectorTables(client);
  const useClient = (): Promise<unknown> => Promise.resolve(client().query("SELECT 1"));

  describe("without an index", () => storeSuite(() => tables.create(), { useClient }));
  describe("with an index", () => storeSuite(() => tables.create({ dimensions: [4, 384] })));
}

describe("pgvector on PGlite", () => suite(usePglite()));

describeOn("postgres", { store: "pgvector", client: "pg Pool" }, ({ url }) => suite(usePool(url)));

describeOn("postgres", { store: "pgvector", client: "pg Client" }, ({ url }) =>
  suite(useConnection(url)),
);
