/** A parsed JSON object whose fields nobody has checked yet. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields of `overrides` replace those of `base`, objects are merged. */
export function merged(base: Json, overrides: Json): Json {
  const changed = Object.entries(overrides).map(([key, value]) => {
    const before = ownField(base, key);
    return [key, isObject(before) && isObject(value) ? merged(before, value) : value];
  });
  return { ...base, ...Object.fromEntries(changed) };
}

/** A copy with the value at a dotted path; objects on the way are made. */
export function withValue(json: Json, path: string, value: unknown): Json {
  const [field = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...json, [field]: value };
  const before = ownField(json, field);
  return { ...json, [field]: withValue(isObject(before) ? before : {}, rest.join('.'), value) };
}

/** A field that the object has itself, and not from JavaScript. */
function ownField(json: Json, field: string): unknown {
  return Object.hasOwn(json, field) ? json[field] : undefined;
}
