import { escapeMarkdown } from '@vestige/report/parts';
import { escapeLatex } from '@vestige/report/tables';
import type { ReferenceKey } from './references.ts';

/** A piece of prose: text, a name as it stands in a file, or works that are cited. */
type Piece = string | { readonly name: string } | { readonly cited: readonly ReferenceKey[] };

/** Prose that can be rendered as Markdown and as LaTeX. */
export type Prose = readonly Piece[];

/** Prose from a template; what is put in may be text, a number or prose itself. */
export function prose(parts: TemplateStringsArray, ...values: readonly (string | number | Prose)[]): Prose {
  return parts.flatMap((part, i): Piece[] => {
    const value = values[i];
    const put = value === undefined ? [] : typeof value === 'object' ? value : [words(value)];
    return [...(part === '' ? [] : [part]), ...put];
  });
}

/** A number as it is written in a text: 256, 1,024, 0.003. */
function words(value: string | number): string {
  return typeof value === 'string' ? value : value.toLocaleString('en-US', { maximumSignificantDigits: 12 });
}

/** Names of conditions, rules, options and words, as they stand in the experiment file: `a`, `b` and `c`. */
export function names(list: readonly string[]): Prose {
  return joined(list.map((name) => [{ name }]));
}

/** Text in which names stand in backticks. */
export function withNames(text: string): Prose {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : { name: part }));
}

/** A reference to works, before which a space is put. */
export function cite(...cited: readonly ReferenceKey[]): Prose {
  return [{ cited }];
}

/** Prose in a row: `a`, `a and b`, `a, b and c`. */
export function joined(list: readonly Prose[], between = ', ', last = ' and '): Prose {
  return list.flatMap((one, i) => (i === 0 ? one : [i === list.length - 1 ? last : between, ...one]));
}

/** A sentence: with a capital letter, and a full stop. */
function sentence(clause: Prose): Prose {
  const [first, ...rest] = clause;
  const begun = typeof first === 'string' ? first[0]!.toUpperCase() + first.slice(1) : first;
  return [...(begun === undefined ? [] : [begun]), ...rest, '. '];
}

/**
 * Clauses about several subjects as sentences: what holds for all of them is said once; where they differ, each
 * clause is said of those that it holds for.
 *
 * @param subjects by name; their clauses by topic, in the same order
 */
export function about(
  subjects: Readonly<Record<string, Readonly<Record<string, Prose | undefined>>>>,
): Prose {
  const topics = new Set(Object.values(subjects).flatMap((clauses) => Object.keys(clauses)));
  return [...topics].flatMap((topic) => {
    const kinds = Map.groupBy(
      Object.entries(subjects).filter(([, clauses]) => clauses[topic]),
      ([, clauses]) => JSON.stringify(clauses[topic]),
    );
    const everyone = Object.keys(subjects).length;
    return [...kinds.values()].flatMap((group) => {
      const clause = group[0]![1][topic]!;
      return group.length === everyone
        ? sentence(clause)
        : [...prose`In ${names(group.map(([name]) => name))}, `, ...clause, '. '];
    });
  });
}

/** Works that prose cites, each once. */
export function citedIn(text: Prose): ReferenceKey[] {
  return [
    ...new Set(text.flatMap((piece) => (typeof piece === 'object' && 'cited' in piece ? piece.cited : []))),
  ];
}

/** As Markdown, with citations as Pandoc reads them. */
export function markdownOf(text: Prose): string {
  return text
    .map((piece) => {
      if (typeof piece === 'string') return escapeMarkdown(piece);
      if ('name' in piece) return codeOf(piece.name);
      return ` [${piece.cited.map((key) => `@${key}`).join('; ')}]`;
    })
    .join('')
    .trim();
}

/** As LaTeX. */
export function latexOf(text: Prose): string {
  return text
    .map((piece) => {
      if (typeof piece === 'string') return escapeLatex(piece);
      if ('name' in piece) return `\\texttt{${escapeLatex(piece.name)}}`;
      return `~\\cite{${piece.cited.join(',')}}`;
    })
    .join('')
    .trim();
}

/** Code of Markdown: its fence is longer than any that the text holds. */
function codeOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
