import { type Comment, readComment } from "./comment.ts";
import { type Declaration, type Declarations, withoutExport } from "./declarations.ts";
import { type Placed, type SourceFile, type Statement, textOf } from "./source-file.ts";

/** A property or method of an interface, an object type or a class. */
export interface Member extends Comment {
  readonly name: string;
  readonly isOptional: boolean;
  /** As it is written, on one line: `(entry: StoredEntry) => void` for a method. */
  readonly type: string;
}

type Interface = Extract<Statement, { type: "TSInterfaceDeclaration" }>;
type Class = Extract<Statement, { type: "ClassDeclaration" | "ClassExpression" }>;
/** A member of an interface or an object type, as the parser gives it. */
export type Signature = Interface["body"]["body"][number];

/** The members of an interface with those it extends; its own win. */
export function membersOfInterface(
  node: Interface,
  file: SourceFile,
  declarations: Declarations,
): Member[] {
  const own = membersOfBody(node.body.body, file);
  const inherited = node.extends.flatMap(({ expression, typeArguments }) => {
    const base = expression.type === "Identifier" ? expression.name : "";
    const left = leftOut(typeArguments ? textOf(file, typeArguments) : "");
    const name = left?.from ?? base;
    const found = declarations.find(name, file.path);
    const members = found ? membersOf(found, declarations) : [];
    return members.filter((member) => !left?.names.includes(member.name));
  });
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...inherited.filter(({ name }) => !names.has(name))];
}

/** The members of what is declared as an interface or an object type; none for anything else. */
export function membersOf(declaration: Declaration, declarations: Declarations): Member[] {
  const { file, statements } = declaration;
  return statements.map(withoutExport).flatMap((node) => {
    if (node.type === "TSInterfaceDeclaration") {
      return membersOfInterface(node, file, declarations);
    }
    if (node.type !== "TSTypeAliasDeclaration") return [];
    const { typeAnnotation } = node;
    return typeAnnotation.type === "TSTypeLiteral"
      ? membersOfBody(typeAnnotation.members, file)
      : [];
  });
}

/** The members between the braces of an interface or an object type. */
export function membersOfBody(signatures: readonly Signature[], file: SourceFile): Member[] {
  return signatures.flatMap((signature) => {
    if (signature.type !== "TSPropertySignature" && signature.type !== "TSMethodSignature")
      return [];
    const { key, optional: isOptional } = signature;
    const type =
      signature.type === "TSMethodSignature"
        ? functionType(file, signature)
        : signature.typeAnnotation
          ? textOf(file, signature.typeAnnotation)
          : "unknown";
    return [
      {
        name: textOf(file, key),
        isOptional,
        type: isOptional ? type.replace(/ \| undefined$/, "") : type,
        ...readComment(file.commentBefore(signature.start)),
      },
    ];
  });
}

/** What a class shows: its fields and methods, not its constructor. */
export function membersOfClass({ body }: Class, file: SourceFile): Member[] {
  return body.body.flatMap((element) => {
    if (element.type === "PropertyDefinition" && element.typeAnnotation) {
      const type = textOf(file, element.typeAnnotation);
      return [toMember(file, element, textOf(file, element.key), type)];
    }
    if (element.type !== "MethodDefinition" || element.kind === "constructor") return [];
    const name = `${element.static ? "static " : ""}${textOf(file, element.key)}`;
    return [toMember(file, element, name, functionType(file, element.value))];
  });
}

function toMember(file: SourceFile, node: Placed, name: string, type: string): Member {
  return { name, isOptional: false, type, ...readComment(file.commentBefore(node.start)) };
}

/** A function as it is called. */
export interface Callable {
  readonly typeParameters?: Placed | null | undefined;
  readonly params: readonly Placed[];
  readonly returnType?: Placed | null | undefined;
}

/** The parameters of a function, type parameters first: `<Model>(model: Model)`. */
export function parametersOf(file: SourceFile, node: Callable): string {
  const types = node.typeParameters ? textOf(file, node.typeParameters) : "";
  return `${types}(${node.params.map((each) => textOf(file, each)).join(", ")})`;
}

function functionType(file: SourceFile, node: Callable): string {
  const returned = node.returnType ? textOf(file, node.returnType) : "void";
  return `${parametersOf(file, node)} => ${returned}`;
}

/** `Omit<Base, "a" | "b">`, taken apart. */
function leftOut(typeArguments: string): { from: string; names: string[] } | undefined {
  const [, from, names] = /^<(\w+), ((?:"\w+"(?: \| )?)+)>$/.exec(typeArguments) ?? [];
  if (from === undefined || names === undefined) return undefined;
  return { from, names: Array.from(names.matchAll(/"(\w+)"/g), ([, name]) => name ?? "") };
}
