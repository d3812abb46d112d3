import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A folder of labelled data. It is not part of this repository: its licences do not allow it. */
export interface LabelledData {
  /** The rows of `name`.jsonl. Throws when the file is missing. */
  rows<Row>(name: string): Row[];
  /** The rows of `name`.jsonl, none when the file is missing. */
  rowsIfThere<Row>(name: string): Row[];
  /** Names of the files that hold labelled pairs, whatever they are called. */
  pairFiles(): readonly string[];
  /** A stream of questions, in order. Questions of one cluster have one answer. */
  stream(name: string): readonly StreamedQuestion[];
  /** The int8 vectors of all-MiniLM-L6-v2 for a stream, one row a question; `undefined` when missing. */
  miniLmVectors(name: string): Int8Array | undefined;
  /** Cosines by the id of their pair, measured with all-MiniLM-L6-v2; empty when they are missing. */
  miniLmSimilarities(name: string): ReadonlyMap<string, number>;
}

/** A question of a stream. */
export interface StreamedQuestion {
  readonly text: string;
  readonly cluster: string | number;
}

/** Two questions. Label 1: one answer serves both; 0: it must not. */
export interface LabelledPair {
  readonly id: string;
  readonly a: string;
  readonly b: string;
  readonly label: 0 | 1;
  readonly cat?: string;
  /** Cosine that somebody measured with text-embedding-3-small. */
  readonly sim?: number;
}

/** Opens a folder of labelled data. Throws when there is none. */
export function openLabelledData(folder: string | undefined): LabelledData {
  if (folder === undefined) {
    throw new Error("This bench needs labelled data: say where it is with --data DIR.");
  }
  if (!existsSync(folder)) throw new Error(`--data: there is no folder ${folder}.`);
  const pathOf = (name: string): string => join(folder, `${name}.jsonl`);

  function rows<Row>(name: string): Row[] {
    const path = pathOf(name);
    if (!existsSync(path)) throw new Error(`--data: ${path} is missing.`);
    return lines(path).map((line) => JSON.parse(line) as Row);
  }

  return {
    rows,
    rowsIfThere: (name) => (existsSync(pathOf(name)) ? rows(name) : []),
    pairFiles() {
      const names = readdirSync(folder)
        .filter((file) => file.endsWith(".jsonl"))
        .map((file) => basename(file, ".jsonl"));
      return names.filter((name) => isPair(rows<object>(name)[0])).sort();
    },
    stream(name) {
      const path = [`${name}.jsonl.gz`, `${name}.tsv`].map((file) => join(folder, file));
      const [packed = "", table = ""] = path;
      if (existsSync(packed)) {
        const text = gunzipSync(readFileSync(packed)).toString();
        return split(text).map((line) => JSON.parse(line) as StreamedQuestion);
      }
      if (!existsSync(table)) throw new Error(`--data: ${packed} (or .tsv) is missing.`);
      const cells = lines(table)
        .slice(1)
        .map((line) => line.split("\t"));
      return cells.map(([, cluster = "", text = ""]) => ({ cluster, text }));
    },
    miniLmVectors(name) {
      const path = join(folder, "emb_minilm_i8", `${name}.i8`);
      return existsSync(path) ? new Int8Array(readFileSync(path)) : undefined;
    },
    miniLmSimilarities(name) {
      const path = join(folder, "sims_minilm", `${name}.tsv`);
      if (!existsSync(path)) return new Map();
      const cells = lines(path)
        .slice(1)
        .map((line) => line.split("\t"));
      return new Map(cells.map(([id = "", cosine]) => [id, Number(cosine)]));
    },
  };
}

function isPair(row: object | undefined): boolean {
  return row !== undefined && "a" in row && "b" in row && "label" in row;
}

function lines(path: string): string[] {
  return split(readFileSync(path, "utf8"));
}

function split(text: string): string[] {
  return text.split("\n").filter(Boolean);
}
