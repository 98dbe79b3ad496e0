export { type Column, type ColumnKind, categoryColumn, column, optionalColumn } from './column.ts';
export { EVENTS_FILE, writeEvents } from './events.ts';
export {
  BOUNDARIES,
  type Boundary,
  IMPORTED_TABLE,
  type ImportedRow,
  importedColumns,
  importedParts,
  type RewardPart,
} from './imported.ts';
export { openRows, type PlacedRows } from './placedRows.ts';
export { PROVENANCE_KEY, type Provenance } from './provenance.ts';
export { type ReadTable, readTable, type StreamedTable, streamTable, TableError } from './reader.ts';
export { openResumableTable, type ResumableTable } from './resumableTable.ts';
export {
  type Columns,
  type CurveRow,
  curveColumns,
  type DriftRow,
  driftColumns,
  type EstimateRow,
  estimateColumns,
  type InterventionRow,
  interventionColumns,
  type RolloutRow,
  type Row,
  rolloutColumns,
  SCHEMA_VERSION,
  type UpdateRow,
  updateColumns,
} from './tables.ts';
export { openTableWriter, type TableWriter, writeTable } from './writer.ts';
