/** A parsed JSON object whose fields nobody has checked yet. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields of `overrides` replace those of `base`, objects are merged. */
export function merged(base: Json, overrides: Json): Json {
  const result: Json = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const before = result[key];
    result[key] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return result;
}

/** A copy with the value at a dotted path; objects on the way are made. */
export function withValue(json: Json, path: string, value: unknown): Json {
  const [field = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...json, [field]: value };
  const inner = isObject(json[field]) ? json[field] : {};
  return { ...json, [field]: withValue(inner, rest.join('.'), value) };
}
