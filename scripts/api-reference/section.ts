import { readComment } from "./comment.ts";
import { type Declaration, type Declarations, withoutExport } from "./declarations.ts";
import { type LinkTo, linkedCell, linkedCode, linkedProse } from "./links.ts";
import { type Member, membersOf, membersOfClass, parametersOf } from "./members.ts";
import { type SourceFile, type Statement, textOf } from "./source-file.ts";
import { table } from "./table.ts";
import { unionOf } from "./unions.ts";

/** What an exported name is. */
export type Kind = "function" | "class" | "value" | "type";

/** A name with all that its section says. */
export interface Section {
  readonly name: string;
  readonly kind: Kind;
  /** What its TSDoc says; empty when there is none. */
  readonly summary: string;
  /** Of an interface or an object type: its members, with those it extends. */
  readonly members: readonly Member[];
  /** Its section below a heading, in Markdown. */
  write(heading: string, linkTo: LinkTo): string;
}

/** The section of an exported name. */
export function createSection(
  name: string,
  declaration: Declaration,
  declarations: Declarations,
): Section {
  const { file, statements } = declaration;
  const documented = statements.map(({ start }) => readComment(file.commentBefore(start)));
  const comment = documented.find(({ summary }) => summary !== "") ?? readComment("");
  const kind = kindOf(statements[0]);
  return {
    name,
    kind,
    summary: comment.summary,
    members: membersOf(declaration, declarations),
    write(heading, linkTo) {
      const throws = comment.throws.map((each) => `Throws ${linkedProse(each, linkTo)}`);
      return [
        `### ${heading}`,
        ...signaturesOf(name, declaration).map((each) => linkedCode(each, linkTo)),
        linkedProse(comment.summary, linkTo),
        ...throws,
        ...tableOf(declaration, declarations, linkTo),
      ].join("\n\n");
    },
  };
}

function kindOf(statement: Statement | undefined): Kind {
  switch (statement && withoutExport(statement).type) {
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return "function";
    case "ClassDeclaration":
      return "class";
    case "VariableDeclaration":
      return "value";
    default:
      return "type";
  }
}

/** How it is called or what it is; nothing for what its table shows. */
function signaturesOf(name: string, declaration: Declaration): string[] {
  const nodes = declaration.statements.map(withoutExport);
  const overloads = nodes.filter(({ type }) => type === "TSDeclareFunction");
  const shown = overloads.length > 0 ? overloads : nodes;
  return shown.flatMap((node) => signatureOf(name, node, declaration) ?? []);
}

function signatureOf(name: string, node: Statement, declared: Declaration): string | undefined {
  const { file } = declared;
  switch (node.type) {
    case "FunctionDeclaration":
    case "TSDeclareFunction": {
      const returned = node.returnType ? textOf(file, node.returnType) : "void";
      return `${name}${parametersOf(file, node)}: ${returned}`;
    }
    case "VariableDeclaration":
      return constantOf(declared.name, node, file);
    case "TSTypeAliasDeclaration": {
      const isTable = node.typeAnnotation.type === "TSTypeLiteral" || unionOf(node, file);
      return isTable ? undefined : textOf(file, node.typeAnnotation);
    }
    default:
      return undefined;
  }
}

/** The type of a constant, or its value where that is its type. */
function constantOf(
  name: string,
  { declarations }: Extract<Statement, { type: "VariableDeclaration" }>,
  file: SourceFile,
): string | undefined {
  const found = declarations.find(({ id }) => id.type === "Identifier" && id.name === name);
  if (found?.id.type === "Identifier" && found.id.typeAnnotation) {
    return textOf(file, found.id.typeAnnotation);
  }
  return found?.init ? textOf(file, found.init).replace(/ as const$/, "") : undefined;
}

function tableOf(declaration: Declaration, declarations: Declarations, linkTo: LinkTo): string[] {
  const { file, statements } = declaration;
  const [node] = statements.map(withoutExport);
  if (node?.type === "ClassDeclaration") return memberTable(membersOfClass(node, file), linkTo);
  const union = node?.type === "TSTypeAliasDeclaration" ? unionOf(node, file) : undefined;
  if (union) return union(linkTo);
  return memberTable(membersOf(declaration, declarations), linkTo);
}

function memberTable(members: readonly Member[], linkTo: LinkTo): string[] {
  if (members.length === 0) return [];
  const withDefaults = members.some((member) => member.default !== undefined);
  const head = withDefaults
    ? ["Member", "Type", "Default", "Meaning"]
    : ["Member", "Type", "Meaning"];
  const rows = members.map((member) => [
    `\`${member.name}${member.isOptional ? "?" : ""}\``,
    linkedCode(member.type, linkTo, true),
    ...(withDefaults ? [linkedCell(member.default ?? "", linkTo)] : []),
    [member.summary, ...member.throws.map((each) => `Throws ${each}`)]
      .map((each) => linkedCell(each, linkTo))
      .filter((each) => each !== "")
      .join("<br>"),
  ]);
  return [table(head, rows)];
}
