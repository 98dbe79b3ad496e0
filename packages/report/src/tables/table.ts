/** What stands in a field of a CSV file: null is an empty field. */
type Field = string | number | boolean | null;

/** A table of an analysis, in the forms in which it is taken away: for programs, for reading, or both. */
export interface Table {
  /** File name without extension. */
  readonly name: string;
  /** Tidy: one observation a row, figures as they were computed. */
  readonly data?: {
    readonly columns: readonly string[];
    /** [rows, columns] */
    readonly rows: readonly (readonly Field[])[];
  };
  /** Rounded and in words. */
  readonly print?: PrintTable;
}

/** A table for reading. */
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
