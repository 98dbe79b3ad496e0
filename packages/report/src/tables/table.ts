/** What stands in a field of a CSV file: null is an empty field. */
export type Field = string | number | boolean | null;

/** A table of an analysis, in the two forms in which it is taken away. */
export interface Table {
  /** File name without extension. */
  readonly name: string;
  /** Tidy: one observation a row, figures as they were computed. */
  readonly data: {
    readonly columns: readonly string[];
    /** [rows, columns] */
    readonly rows: readonly (readonly Field[])[];
  };
  /** The same for reading; absent where it is of use to programs only. */
  readonly print?: PrintTable;
}

/** A table for reading: text, rounded and in words. */
export interface PrintTable {
  /** Sentences: what is shown, and how to read it. */
  readonly caption: string;
  /** Headings; a column of figures is aligned to the right. */
  readonly columns: readonly { readonly heading: string; readonly figures?: boolean }[];
  /** [blocks, rows, columns]: a thin rule stands between blocks. */
  readonly blocks: readonly (readonly (readonly string[])[])[];
  /** Whether it may be longer than a page. */
  readonly long?: boolean;
}
