/** A field that two JSON values do not share. */
export interface FieldDifference {
  /** Dotted path. */
  readonly field: string;
  /** Undefined where the value does not have it. */
  readonly a: unknown;
  readonly b: unknown;
}

/** The fields in which two JSON values differ, by dotted path; of what only one side has, the outermost field. */
export function fieldDifferences(a: unknown, b: unknown, path: readonly string[] = []): FieldDifference[] {
  if (isRecord(a) && isRecord(b)) {
    const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return fields.flatMap((field) =>
      fieldDifferences(fieldOf(a, field), fieldOf(b, field), [...path, field]),
    );
  }
  // As JSON has them: what is undefined is absent.
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ field: path.join('.'), a, b }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldOf(record: Readonly<Record<string, unknown>>, field: string): unknown {
  return Object.hasOwn(record, field) ? record[field] : undefined;
}
