/** A setting that two experiments do not share. */
export interface SettingDifference {
  /** Dotted path in the resolved experiment file. */
  readonly field: string;
  /** Undefined where the experiment does not have it. */
  readonly a: unknown;
  readonly b: unknown;
}

/** The settings that differ, by dotted path; of what only one side has, the outermost field. */
export function settingDifferences(
  a: unknown,
  b: unknown,
  path: readonly string[] = [],
): SettingDifference[] {
  if (isRecord(a) && isRecord(b)) {
    const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return fields.flatMap((field) =>
      settingDifferences(fieldOf(a, field), fieldOf(b, field), [...path, field]),
    );
  }
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ field: path.join('.'), a, b }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldOf(record: Readonly<Record<string, unknown>>, field: string): unknown {
  return Object.hasOwn(record, field) ? record[field] : undefined;
}
