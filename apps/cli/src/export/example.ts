import { escapeLatex } from '@vestige/report/tables';

/**
 * A document that shows how the files of an export go into a paper: with everything in it, ready to be compiled.
 *
 * @param files paths within the folder of the export
 */
export function example(title: string, files: readonly string[]): string {
  const tables = files.filter((file) => /^tables\/.*\.tex$/.test(file));
  const figures = files.filter((file) => file.endsWith('.pdf'));
  return `\\documentclass{article}
\\usepackage[T1]{fontenc}
\\usepackage{booktabs,graphicx,longtable}
\\usepackage[landscape,margin=2cm]{geometry}
\\setlength{\\LTcapwidth}{\\linewidth}
\\title{${escapeLatex(title)}}
\\date{}
\\begin{document}
\\maketitle
\\input{methods}
${tables.map((file) => `\\input{${file.replace(/\.tex$/, '')}}`).join('\n')}
${figures.map((file) => `\\begin{figure}[p]\\centering\\includegraphics[width=\\linewidth,height=0.9\\textheight,keepaspectratio]{${file}}\\end{figure}`).join('\n')}
\\clearpage
\\bibliographystyle{plain}
\\bibliography{references}
\\end{document}
`;
}
