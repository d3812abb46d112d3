import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSource, type SourceFile, type Statement } from "./source-file.ts";

/** What a name stands for: its statements (several, when a function is overloaded) and their file. */
export interface Declaration {
  /** The name it is declared by, which an export may change. */
  readonly name: string;
  readonly file: SourceFile;
  readonly statements: readonly Statement[];
}

/** Where names come from. */
export interface Declarations {
  /** Everything a barrel exports, by the name it is exported as. */
  exportsOf(path: string): ReadonlyMap<string, Declaration>;
  /** What a name means inside a file: declared there, or imported. Undefined for names of other packages. */
  find(name: string, path: string): Declaration | undefined;
}

/** Reads declarations from sources, each file once. */
export function createDeclarations(): Declarations {
  const files = new Map<string, SourceFile>();

  function fileAt(path: string): SourceFile {
    const file = files.get(path) ?? readSource(path);
    files.set(path, file);
    return file;
  }

  function find(name: string, path: string): Declaration | undefined {
    const file = fileAt(path);
    const statements = file.statements.filter((each) => namesOf(each).includes(name));
    if (statements.length > 0) return { name, file, statements };
    const origin = originOf(file, name);
    return origin && find(origin.name, origin.path);
  }

  return {
    find,
    exportsOf(path) {
      const found = new Map<string, Declaration>();
      for (const { exported, local } of exportedNames(fileAt(path))) {
        const declaration = find(local, path);
        if (!declaration) throw new Error(`${path}: ${exported} is exported, and declared nowhere`);
        found.set(exported, declaration);
      }
      return found;
    },
  };
}

/** The statement inside an `export`, or the statement. */
export function withoutExport(statement: Statement): Statement {
  const isExport = statement.type === "ExportNamedDeclaration" && statement.declaration;
  return isExport ? (isExport as Statement) : statement;
}

function namesOf(statement: Statement): string[] {
  const declared = withoutExport(statement);
  if (declared.type === "VariableDeclaration") {
    return declared.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  }
  const id = "id" in declared ? declared.id : undefined;
  return id && "name" in id ? [id.name] : [];
}

interface Exported {
  readonly exported: string;
  readonly local: string;
}

function exportedNames(file: SourceFile): Exported[] {
  return file.statements.flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration") return [];
    const declared = statement.declaration ? namesOf(statement) : [];
    const listed = statement.specifiers.map(({ exported, local }) => ({
      exported: nameOf(exported),
      local: statement.source ? nameOf(exported) : nameOf(local),
    }));
    return [...declared.map((name) => ({ exported: name, local: name })), ...listed];
  });
}

/** Where a name of a file was imported or exported from, and its name there. */
function originOf(file: SourceFile, name: string): { name: string; path: string } | undefined {
  for (const statement of file.statements) {
    const isFrom =
      statement.type === "ImportDeclaration" || statement.type === "ExportNamedDeclaration";
    if (!isFrom || !statement.source) continue;
    const path = join(dirname(file.path), statement.source.value);
    if (!existsSync(path)) continue;
    const there = nameInOrigin(statement, name);
    if (there !== undefined) return { name: there, path };
  }
  return undefined;
}

type From = Extract<Statement, { type: "ImportDeclaration" | "ExportNamedDeclaration" }>;

function nameInOrigin(statement: From, name: string): string | undefined {
  for (const specifier of statement.specifiers) {
    if (specifier.type === "ExportSpecifier" && nameOf(specifier.exported) === name) {
      return nameOf(specifier.local);
    }
    if (specifier.type === "ImportSpecifier" && specifier.local.name === name) {
      return nameOf(specifier.imported);
    }
  }
  return undefined;
}

function nameOf(name: { name: string } | { value: string }): string {
  return "name" in name ? name.name : name.value;
}
