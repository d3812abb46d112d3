/** What every labelled row may say besides. Other fields are left alone. */
interface RowFields {
  /** What findings are called by. @default the file and line, or the number of the row */
  readonly id?: string | undefined;
  /** Rates are also given per category. `cat` is read as well. */
  readonly category?: string | undefined;
  /** What the model answered, for a cache that verifies answers. @default an id that stands for the meaning */
  readonly answer?: string | undefined;
}

/** Two questions. `b` is asked when the answer to `a` is stored. */
export interface LabelledPair extends RowFields {
  readonly a: string;
  readonly b: string;
  /** 1 or `true`: the answer to `a` also answers `b`. 0 or `false`: it must not be served. */
  readonly label: 0 | 1 | boolean;
  /** Raw cosine of the two, where it was measured before. */
  readonly similarity?: number | undefined;
  /** The vector of `a`, where it was made before. */
  readonly vectorA?: readonly number[] | undefined;
  /** The vector of `b`. */
  readonly vectorB?: readonly number[] | undefined;
}

/** One question of a stream. Rows are asked in their order, by different people. */
export interface StreamQuestion extends RowFields {
  readonly text: string;
  /** Questions of one cluster have one answer. */
  readonly cluster: string | number;
  readonly vector?: readonly number[] | undefined;
}

/** What was said before. */
export interface LabelledTurn {
  readonly user: string;
  readonly assistant: string;
}

/** A question at the end of a conversation. Conversations are held one after the other. */
export interface LabelledConversation extends RowFields {
  readonly conversation: readonly LabelledTurn[];
  readonly question: string;
  /** What the question means where it is asked: equal only where one answer serves both. */
  readonly meaning: string | number;
}

/** A row of labelled data. Its fields say which kind it is. */
export type LabelledRow = LabelledPair | StreamQuestion | LabelledConversation;

/** The kinds of labelled rows. */
export type RowKind = "pairs" | "stream" | "conversations";

/** A checked row. */
export type ReadRow = CommonRow & (PairRow | StreamRow | ConversationRow);

interface CommonRow {
  readonly id: string;
  readonly category: string | undefined;
  readonly answer: string | undefined;
}

/** A checked {@link LabelledPair}. */
export interface PairRow extends CommonRow {
  readonly kind: "pairs";
  readonly a: string;
  readonly b: string;
  readonly mustHit: boolean;
  /** Vectors that came with the row. */
  readonly given: { readonly a: readonly number[]; readonly b: readonly number[] } | undefined;
}

/** A checked {@link StreamQuestion}. */
export interface StreamRow extends CommonRow {
  readonly kind: "stream";
  readonly text: string;
  readonly meaning: string;
  readonly turns: readonly LabelledTurn[];
  readonly given: readonly number[] | undefined;
}

/** A checked {@link LabelledConversation}. */
export interface ConversationRow extends Omit<StreamRow, "kind"> {
  readonly kind: "conversations";
}
