import { readFileSync } from 'node:fs';

/** A file of `templates/`, with names filled in. */
export function template(file: string, names: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(`../../templates/${file}.template`, import.meta.url), 'utf8');
  return Object.entries(names).reduce(
    (result, [placeholder, name]) => result.replaceAll(placeholder, name),
    text,
  );
}
