import { csvFormatRow } from 'd3-dsv';
import type { Table } from './table.ts';

/**
 * A table as CSV by RFC 4180: a header, a record a line, lines that end in CRLF, fields quoted where they hold a
 * comma, a quote or a line break.
 */
export function csvOf({ columns, rows }: NonNullable<Table['data']>): string {
  const records = [columns, ...rows].map((row) => csvFormatRow(row.map((field) => String(field ?? ''))));
  return records.map((record) => `${record}\r\n`).join('');
}
