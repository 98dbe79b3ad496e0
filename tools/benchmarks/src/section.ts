/**
 * Puts text between the markers of a document, in place of what stands there.
 *
 * @param name of the markers
 */
export function withResults(document: string, text: string, name = 'results'): string {
  const opening = `<!-- ${name} -->`;
  const closing = `<!-- end of ${name} -->`;
  const begin = document.indexOf(opening);
  const end = document.indexOf(closing);
  if (begin < 0 || end < begin) throw new Error(`expected ${opening} and after it ${closing}`);
  return `${document.slice(0, begin + opening.length)}\n\n${text.trim()}\n\n${document.slice(end)}`;
}
