import { readComment } from "./comment.ts";
import { type LinkTo, linkedCell, linkedCode } from "./links.ts";
import { membersOfBody } from "./members.ts";
import { type SourceFile, type Statement, textOf } from "./source-file.ts";
import { table } from "./table.ts";

type Alias = Extract<Statement, { type: "TSTypeAliasDeclaration" }>;
type Type = Alias["typeAnnotation"];

/**
 * Writes a union that reads better as a table: of words of which some have a comment, or of objects that
 * are told apart by `type`. Undefined for any other type.
 */
export function unionOf(
  { typeAnnotation }: Alias,
  file: SourceFile,
): ((linkTo: LinkTo) => string[]) | undefined {
  if (typeAnnotation.type !== "TSUnionType") return undefined;
  const { types } = typeAnnotation;
  const comments = types.map(({ start }) => readComment(file.commentBefore(start)).summary);
  const events = types.map((type) => eventOf(type, file));
  if (events.every((each) => each !== undefined)) {
    return (linkTo) => {
      const rows = events.map(({ name, fields }, index) => [
        `\`${name}\``,
        linkedCode(fields, linkTo, true),
        linkedCell(comments[index] ?? "", linkTo),
      ]);
      return [table(["Type", "Fields", "Meaning"], rows)];
    };
  }
  if (comments.every((comment) => comment === "")) return undefined;
  return (linkTo) => {
    const rows = types.map((type, index) => [
      linkedCode(textOf(file, type), linkTo, true),
      linkedCell(comments[index] ?? "", linkTo),
    ]);
    return [table(["Value", "Meaning"], rows)];
  };
}

/** The value of `type` of an object type, and its other fields as text. */
function eventOf(type: Type, file: SourceFile): { name: string; fields: string } | undefined {
  const inner = type.type === "TSParenthesizedType" ? type.typeAnnotation : type;
  const parts = inner.type === "TSIntersectionType" ? inner.types : [inner];
  const [object, ...others] = parts;
  if (object?.type !== "TSTypeLiteral") return undefined;
  const [first, ...members] = membersOfBody(object.members, file);
  if (first?.name !== "type") return undefined;
  const fields = members.map((each) => `${each.name}${each.isOptional ? "?" : ""}: ${each.type}`);
  const more = others.map((each) => `and ${textOf(file, each)}`);
  return { name: first.type, fields: [...fields, ...more].join("; ") };
}
