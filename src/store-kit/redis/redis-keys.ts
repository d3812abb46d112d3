import type { EntryAddress, Hex } from "../../store.ts";
import { shortId } from "./short-id.ts";

/**
 * The names of all keys. They begin with the prefix and the version of the stored form, so that two
 * versions of this library never meet. All keys of one scope share a hash tag, and so do all index sets:
 * a script only ever touches one of these groups.
 */
export interface RedisKeys {
  /** The record of an entry. */
  entry(scope: Hex, id: string): string;
  /** A pointer from the key of a normal form to the id of its entry. */
  normal(scope: Hex, normalKey: Hex): string;
  /** What a vector index keeps of one scope and space. */
  space(scope: Hex, space: Hex, part: string): string;
  /** An index set: every entry, by expiry. */
  readonly all: string;
  /** An index set: every entry, by its last use. */
  readonly used: string;
  /** An index set: the entries (or aliases) with one value of a field, by expiry. */
  indexed(field: IndexedField, value: Hex): string;
  /** All aliases, by expiry. */
  readonly aliases: string;
  alias(alias: Hex): string;
  lease(name: Hex): string;
  /** The log of what was replaced and removed, for other processes. */
  readonly feed: string;
}

/** What entries (and aliases) can be listed by. */
export type IndexedField = "namespace" | "model" | "tag" | "source" | "alias-namespace";

/** Names of keys under a prefix that was checked. */
export function redisKeys(prefix: string): RedisKeys {
  const root = `${prefix}:1`;
  const index = `${root}:{index}`;
  return {
    entry: (scope, id) => `${root}:{${scope}}:entry:${id}`,
    normal: (scope, normalKey) => `${root}:{${scope}}:normal:${shortId(normalKey)}`,
    space: (scope, space, part) => `${root}:{${scope}}:${shortId(space)}:${part}`,
    all: `${index}:all`,
    used: `${index}:used`,
    indexed: (field, value) => `${index}:${field}:${value}`,
    aliases: `${index}:aliases`,
    alias: (alias) => `${root}:alias:${alias}`,
    lease: (name) => `${root}:lease:${name}`,
    feed: `${root}:feed`,
  };
}

/** An address as a member of an index set. */
export function toMember({ scope, key }: EntryAddress): string {
  return `${scope}/${key}`;
}

/** The address of a member of an index set, or `undefined` when it is none. */
export function fromMember(member: string): EntryAddress | undefined {
  const [, scope, key] = /^([0-9a-f]+)\/([0-9a-f]+)$/.exec(member) ?? [];
  return scope && key ? { scope, key } : undefined;
}
