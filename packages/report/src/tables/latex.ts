import type { PrintTable } from './table.ts';

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  '`': '\\textasciigrave{}',
  '\u2212': '$-$',
  '\u2264': '$\\leq$',
  '\u2265': '$\\geq$',
  '\u00d7': '$\\times$',
  '\u2016': '$\\Vert$',
};

/** Text as it may stand in a line or a cell of LaTeX: nothing in it is a command, a comment or the end of a line. */
export function escapeLatex(text: string): string {
  return (
    text
      .replace(/[\\{}$&#_%^~<>|"`\u2212\u2264\u2265\u00d7\u2016]/g, (character) => SPECIAL[character]!)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: TeX stops at them.
      .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
      // Else two of them are a dash.
      .replace(/-(?=-)/g, '-{}')
  );
}

/**
 * A table as LaTeX, with the rules of booktabs: a float, or where it may be longer than a page a longtable.
 *
 * @param label what to refer to it by, such as `tab:loan-verdicts`
 */
export function latexOf({ caption, columns, blocks, long = false }: PrintTable, label: string): string {
  const alignment = columns.map(({ figures }) => (figures ? 'r' : 'l')).join('');
  const line = (cells: readonly string[]) => `${cells.map(cell).join(' & ')} \\\\`;
  const heading = line(columns.map((column) => column.heading));
  const body = blocks
    .filter((rows) => rows.length > 0)
    .map((rows) => rows.map(line).join('\n'))
    .join('\n\\midrule\n');
  const about = `\\caption{${escapeLatex(caption)}}\\label{${label}}`;
  if (long) {
    return `% \\usepackage{booktabs,longtable}
\\begin{longtable}{@{}${alignment}@{}}
${about} \\\\
\\toprule
${heading}
\\midrule
\\endfirsthead
\\toprule
${heading}
\\midrule
\\endhead
\\bottomrule
\\endfoot
${body}
\\end{longtable}
`;
  }
  return `% \\usepackage{booktabs}
\\begin{table}[t]
\\centering
${about}
\\begin{tabular}{@{}${alignment}@{}}
\\toprule
${heading}
\\midrule
${body}
\\bottomrule
\\end{tabular}
\\end{table}
`;
}

/** A bracket at the start of a line would be read as an option of the line break before it. */
function cell(text: string): string {
  const escaped = escapeLatex(text);
  return /^\s*[[*]/.test(escaped) ? `{}${escaped}` : escaped;
}
