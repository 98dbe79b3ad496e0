import type { Analysis } from '@vestige/analysis';
import { absentTable } from './absent.ts';
import { batteryTables } from './battery.ts';
import { comparisonsTable } from './comparisons.ts';
import { contrastsTable } from './contrasts.ts';
import { csvOf } from './csv.ts';
import { estimatesTable, seedEstimatesTable } from './estimates.ts';
import { latexOf } from './latex.ts';
import { phrasesTable } from './phrases.ts';
import { sweepEstimatesTable, sweepsTable } from './sweeps.ts';
import type { Table } from './table.ts';
import { seedVerdictsTable, verdictsTable } from './verdicts.ts';

export { escapeLatex } from './latex.ts';

/**
 * The tables of an analysis as files, `<name>.csv` and `<name>.tex`: their content by file name. A table without
 * rows is left out. In LaTeX a table is called `tab:<project>-<name>`.
 */
export function renderTables(analysis: Analysis): Readonly<Record<string, string>> {
  const files = tablesOf(analysis).flatMap((table) => [
    ...(table.data ? [[`${table.name}.csv`, csvOf(table.data)]] : []),
    ...(table.print
      ? [[`${table.name}.tex`, latexOf(table.print, `tab:${analysis.experiment}-${table.name}`)]]
      : []),
  ]);
  return Object.fromEntries(files);
}

function tablesOf(analysis: Analysis): Table[] {
  const tables = [
    verdictsTable(analysis),
    seedVerdictsTable(analysis),
    estimatesTable(analysis),
    seedEstimatesTable(analysis),
    absentTable(analysis),
    comparisonsTable(analysis),
    ...batteryTables(analysis),
    phrasesTable(analysis),
    sweepsTable(analysis),
    sweepEstimatesTable(analysis),
    contrastsTable(analysis),
  ];
  return tables.filter((table) => table !== undefined);
}
