/** How Vestige is cited; `CITATION.cff` at the top of the repository says the same. */
export const CITATION = {
  author: 'The Vestige authors',
  title: 'Vestige: a laboratory for vestigial reasoning',
  year: 2026,
} as const;

/** The citation in a line of text. */
export function citationText(version: string): string {
  return `${CITATION.author} (${CITATION.year}). ${CITATION.title} (version ${version}) [Computer software].`;
}

/** The citation as a BibTeX entry with the key `vestige`. */
export function citationBibtex(version: string): string {
  return `@misc{vestige,
  author = {{${CITATION.author}}},
  title = {${CITATION.title}},
  year = {${CITATION.year}},
  note = {Computer software, version ${version}}
}
`;
}
