const BEGIN = '<!-- results -->';
const END = '<!-- end of results -->';

/** Puts text between the markers of a document, in place of what stands there. */
export function withResults(document: string, text: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`expected ${BEGIN} and after it ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text.trim()}\n\n${document.slice(end)}`;
}
