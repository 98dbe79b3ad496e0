import { readSync } from 'node:fs';
import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convert, convertWithDictionary } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';

type DecodedArray = ReturnType<typeof convert>;
type PageHeader = ReturnType<typeof parquetHeader>;

/** How the values of a column are decoded. */
export type ColumnDecoder = Parameters<typeof readDataPage>[2];

/** Bytes that the header of a page takes at most, nearly always; more are read where they are not enough. */
const HEADER = 2 ** 12;

/**
 * Reads a column without lists or structures of a row group, a page in memory at a time: hyparquet itself would hold all of
 * the row group, compressed and decoded.
 *
 * @param skipped values that are passed over; pages of them only are not decoded
 * @returns takes the next values; it throws if the column ends before, or cannot be decoded
 */
export function columnReader(
  file: number,
  decoder: ColumnDecoder,
  { dictionary_page_offset, data_page_offset, total_compressed_size }: ColumnMetaData,
  skipped: number,
): (count: number) => unknown[] {
  let position = Number(dictionary_page_offset || data_page_offset);
  const end = position + Number(total_compressed_size);
  let dictionary: DecodedArray | undefined;
  let page: ArrayLike<unknown> = [];
  let taken = 0;
  let left = skipped;
  const next = (): void => {
    if (position >= end) throw new Error(`column ${decoder.element.name} ends before its last row`);
    const { header, length } = headerAt(file, position, end);
    const begin = position + length;
    position = begin + header.compressed_page_size;
    if (position > end) throw new Error(`column ${decoder.element.name} has a page that goes beyond it`);
    const count = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
    if (count > 0 && count <= left) {
      left -= count;
      return;
    }
    const body = bytesAt(file, begin, header.compressed_page_size);
    if (header.type === 'DICTIONARY_PAGE') dictionary = dictionaryIn(body, header, decoder);
    else {
      page = valuesIn(body, header, decoder, dictionary);
      taken = left;
      left = 0;
    }
  };
  return (count) => {
    const values = new Array<unknown>(count);
    for (let i = 0; i < count; ) {
      if (taken === page.length) next();
      for (; i < count && taken < page.length; i++) values[i] = page[taken++];
    }
    return values;
  };
}

function headerAt(file: number, position: number, end: number): { header: PageHeader; length: number } {
  for (let size = HEADER; ; size *= 4) {
    const { buffer, byteOffset, byteLength } = bytesAt(file, position, Math.min(size, end - position));
    const reader = { view: new DataView(buffer, byteOffset, byteLength), offset: 0 };
    try {
      return { header: parquetHeader(reader), length: reader.offset };
    } catch (error) {
      if (!(error instanceof RangeError) || size >= end - position) throw error;
    }
  }
}

function dictionaryIn(body: Uint8Array, header: PageHeader, decoder: ColumnDecoder): DecodedArray {
  const { buffer, byteOffset, byteLength } = decompressed(body, header, decoder);
  const reader = { view: new DataView(buffer, byteOffset, byteLength), offset: 0 };
  const count = header.dictionary_page_header?.num_values ?? 0;
  return convert(readPlain(reader, decoder.type, count, decoder.element.type_length), decoder);
}

function valuesIn(
  body: Uint8Array,
  header: PageHeader,
  decoder: ColumnDecoder,
  dictionary: DecodedArray | undefined,
): ArrayLike<unknown> {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const about = first ?? second;
  if (!about) throw new Error(`column ${decoder.element.name} has a page of type ${header.type}`);
  const { definitionLevels, dataPage } = first
    ? readDataPage(decompressed(body, header, decoder), first, decoder)
    : readDataPageV2(body, header, decoder);
  const values = convertWithDictionary(dataPage, dictionary, about.encoding, decoder);
  if (values.length === about.num_values) return values;
  let at = 0;
  return Array.from(definitionLevels ?? [], (level) => (level === 0 ? null : values[at++]));
}

function decompressed(
  body: Uint8Array,
  header: PageHeader,
  { codec, compressors }: ColumnDecoder,
): Uint8Array {
  return decompressPage(body, Number(header.uncompressed_page_size), codec, compressors);
}

function bytesAt(file: number, position: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  const read = readSync(file, bytes, 0, count, position);
  if (read < count) throw new Error(`ends after ${position + read} bytes`);
  return bytes;
}
