import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";

/** In longer texts "list" and "example" are things somebody tells about. */
const MAX_TERMS = 8;

/**
 * Vetoes when the answers are to have different forms: a list and a table, a definition and a calculation; or when
 * only one question wants a form or a language: "explain photosynthesis in French".
 */
export const formatsGuard: Guard = {
  name: "formats",
  veto(query, candidate) {
    const formats = exclusiveMarks(query.marks.format, candidate.marks.format);
    if (formats.mine.length + formats.theirs.length > 0)
      return differs("different forms of an answer", formats);
    if (Math.max(query.terms.length, candidate.terms.length) > MAX_TERMS) return undefined;
    const genres = exclusiveMarks(query.marks.genre, candidate.marks.genre);
    return genres.mine.length > 0 && genres.theirs.length > 0
      ? differs("different kinds of answer", genres)
      : undefined;
  },
};
