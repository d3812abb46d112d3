import { type ItemTable, itemTable, type StoredItem } from "./item-table.ts";

/** How the index was created, and how slowly it shows writes. */
export interface VectorStandInOptions {
  /** @default 256 */
  readonly dimension?: number;
  /** @default "COSINE" */
  readonly similarityFunction?: "COSINE" | "EUCLIDEAN" | "DOT_PRODUCT";
  /** How long a write or a deletion stays invisible, in milliseconds. @default 0 */
  readonly delayMs?: number;
  /** What a read of a namespace that was never written answers with. @default "empty" */
  readonly missingNamespace?: "empty" | "error";
}

/** Upstash Vector as its public documentation describes its HTTP interface, in memory. */
export interface VectorStandIn {
  readonly url: string;
  readonly token: string;
  /** What was asked: the path, and the body as it was sent. */
  readonly requests: { readonly path: string; readonly body: unknown }[];
  handle(request: Request): Promise<Response>;
  /** Answers the next request with an error. */
  failNext(status: number, error: string): void;
}

type Body = Readonly<Record<string, unknown>>;
type Answer = { readonly result: unknown } | { readonly error: string; readonly status: number };

const MOST_METADATA_BYTES = 48_000;

/** An index at an address of its own. */
export function vectorStandIn(options: VectorStandInOptions = {}): VectorStandIn {
  const { dimension = 256, similarityFunction = "COSINE", delayMs = 0 } = options;
  const tables = new Map<string, ItemTable>();
  const requests: VectorStandIn["requests"] = [];
  const failures: Answer[] = [];
  const token = crypto.randomUUID();
  const url = `https://${token}.upstash-vector.test`;

  function upsert(namespace: string, body: Body | Body[]): Answer {
    const items = (Array.isArray(body) ? body : [body]) as unknown as StoredItem[];
    const wrong = items.find(({ vector }) => vector?.length !== dimension);
    if (wrong)
      return refused(`Invalid vector dimension: ${wrong.vector?.length}, expected: ${dimension}`);
    const isHeavy = ({ metadata }: StoredItem): boolean =>
      JSON.stringify(metadata ?? {}).length > MOST_METADATA_BYTES;
    if (items.some(isHeavy)) return refused("Metadata size limit exceeded");
    const table = tables.get(namespace) ?? itemTable(delayMs);
    tables.set(namespace, table);
    for (const item of items) table.write(item);
    return { result: "Success" };
  }

  function query(table: ItemTable | undefined, { vector, topK, ...include }: Body): Answer {
    const asked = vector as number[];
    if (asked.length !== dimension) {
      return refused(`Invalid vector dimension: ${asked.length}, expected: ${dimension}`);
    }
    const scored = (table?.visible() ?? []).map((item) => ({
      ...shown(item, include),
      score: Math.fround((1 + cosine(item.vector, asked)) / 2),
    }));
    scored.sort((left, right) => right.score - left.score);
    return { result: scored.slice(0, Number(topK)) };
  }

  function range(
    table: ItemTable | undefined,
    { cursor, limit, prefix = "", ...include }: Body,
  ): Answer {
    const all = (table?.visible() ?? []).filter(({ id }) => id.startsWith(String(prefix)));
    const rest = all.filter(({ at }) => at >= Number(cursor));
    const page = rest.slice(0, Number(limit));
    const next = rest[page.length];
    const vectors = page.map((item) => shown(item, include));
    return { result: { nextCursor: next ? String(next.at) : "", vectors } };
  }

  function fetchItems(table: ItemTable | undefined, { ids, ...include }: Body): Answer {
    const held = new Map((table?.visible() ?? []).map((item) => [item.id, item]));
    const found = (ids as string[]).map((id) => held.get(id));
    return { result: found.map((item) => (item ? shown(item, include) : null)) };
  }

  function info(): Answer {
    const namespaces = Object.fromEntries(
      [...tables].map(([name, table]) => [name, table.counts()]),
    );
    const counts = Object.values(namespaces);
    const sum = (field: "vectorCount" | "pendingVectorCount"): number =>
      counts.reduce((total, count) => total + count[field], 0);
    const [vectorCount, pendingVectorCount] = [sum("vectorCount"), sum("pendingVectorCount")];
    const index = { dimension, similarityFunction };
    return { result: { vectorCount, pendingVectorCount, indexSize: 0, ...index, namespaces } };
  }

  /** What is asked of a namespace that is there (or plays being empty). */
  const ofTable: Readonly<Record<string, (namespace: string, body: Body) => Answer>> = {
    query: (namespace, body) => query(tables.get(namespace), body),
    fetch: (namespace, body) => fetchItems(tables.get(namespace), body),
    range: (namespace, body) => range(tables.get(namespace), body),
    update(namespace, { id, ...changes }) {
      const table = tables.get(namespace);
      const held = table?.visible().find((item) => item.id === id);
      if (held) table?.write({ ...held, ...changes });
      return { result: { updated: held ? 1 : 0 } };
    },
    delete: (namespace, { ids }) => {
      return { result: { deleted: tables.get(namespace)?.remove(ids as string[]) ?? 0 } };
    },
    "delete-namespace": (namespace) => ({ result: tables.delete(namespace) ? "Success" : "" }),
  };

  function answer(command: string, namespace: string, body: Body): Answer {
    if (command === "info") return info();
    if (command === "list-namespaces") return { result: ["", ...tables.keys()] };
    if (command === "upsert") return upsert(namespace, body);
    const isStrict = options.missingNamespace === "error" || command === "delete-namespace";
    if (isStrict && !tables.has(namespace)) return missing(namespace);
    return ofTable[command]?.(namespace, body) ?? refused(`${command} is not played here`);
  }

  return {
    url,
    token,
    requests,
    failNext: (status, error) => void failures.push({ error, status }),
    async handle(request) {
      const [, command = "", namespace = ""] = new URL(request.url).pathname.split("/");
      const body = (await request.json()) as Body;
      requests.push({ path: new URL(request.url).pathname, body });
      const isKnown = request.headers.get("authorization") === `Bearer ${token}`;
      const unauthorized = { error: "Unauthorized: Invalid auth token", status: 401 };
      const reply = isKnown
        ? (failures.shift() ?? answer(command, decodeURIComponent(namespace), body))
        : unauthorized;
      return Response.json(reply, { status: "status" in reply ? reply.status : 200 });
    },
  };
}

function refused(error: string): Answer {
  return { error, status: 400 };
}

function missing(namespace: string): Answer {
  return { error: `Namespace ${namespace} for the index stand-in does not exist`, status: 404 };
}

function shown({ id, vector, metadata, data }: StoredItem, include: Body): object {
  return {
    id,
    ...(include.includeVectors === true && { vector }),
    ...(include.includeMetadata === true && metadata !== undefined && { metadata }),
    ...(include.includeData === true && data !== undefined && { data }),
  };
}

function cosine(left: readonly number[], right: readonly number[]): number {
  const dot = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}
