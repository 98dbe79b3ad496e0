import {
  Bool,
  DataType,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int32,
  List,
  makeData,
  Precision,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';

/**
 * What a column holds. Each reads the same in apache-arrow, pyarrow, polars and DuckDB. Numbers are finite, those of
 * lists too: what is missing is null.
 */
export type ColumnKind = 'int32' | 'float32' | 'float64' | 'bool' | 'utf8' | 'int32[]' | 'float32[]';

/** A column of a table: its kind and one sentence that says what it means (kept in the file). */
export interface Column<Kind extends ColumnKind = ColumnKind, Nullable extends boolean = boolean> {
  readonly kind: Kind;
  readonly description: string;
  readonly nullable: Nullable;
  /** The strings a dictionary-encoded `utf8` column can hold. */
  readonly categories?: readonly string[];
}

interface Plain {
  int32: number;
  float32: number;
  float64: number;
  bool: boolean;
  utf8: string;
  'int32[]': ArrayLike<number>;
  'float32[]': ArrayLike<number>;
}

/** Value of a column in a row. */
export type ColumnValue<C> =
  C extends Column<infer Kind, infer Nullable> ? Plain[Kind] | (true extends Nullable ? null : never) : never;

/** A column that is always filled. */
export function column<Kind extends ColumnKind>(kind: Kind, description: string): Column<Kind, false> {
  return { kind, description, nullable: false };
}

/** A column that may be null. */
export function optionalColumn<Kind extends ColumnKind>(kind: Kind, description: string): Column<Kind, true> {
  return { kind, description, nullable: true };
}

/** A dictionary-encoded column of strings, all known beforehand: readers differ on dictionaries that grow. */
export function categoryColumn(categories: readonly string[], description: string): Column<'utf8', false> {
  return { kind: 'utf8', description, nullable: false, categories };
}

const FLOATS: Readonly<Record<Precision, ColumnKind | undefined>> = {
  [Precision.HALF]: undefined,
  [Precision.SINGLE]: 'float32',
  [Precision.DOUBLE]: 'float64',
};

/** What a column of an Arrow type holds; undefined for a type that no column has. */
export function kindOf(type: DataType): ColumnKind | undefined {
  if (DataType.isDictionary(type)) return kindOf(type.dictionary);
  if (DataType.isInt(type)) return type.bitWidth === 32 && type.isSigned ? 'int32' : undefined;
  if (DataType.isFloat(type)) return FLOATS[type.precision];
  if (DataType.isBool(type)) return 'bool';
  if (DataType.isUtf8(type)) return 'utf8';
  if (!DataType.isList(type)) return undefined;
  const items = kindOf(type.valueType);
  return items === 'int32' || items === 'float32' ? `${items}[]` : undefined;
}

/** A column as Arrow sees it: its field, and how values become Arrow data. */
export interface ArrowColumn {
  readonly field: Field;
  /** @throws if a value is missing, of another kind, out of range, not finite or not one of the categories */
  encode(values: readonly unknown[]): ReturnType<typeof makeData>;
}

/** What a value of a column, or of one of its lists, has to be, and how that is said. */
interface Expectation {
  readonly holds: (value: unknown) => boolean;
  readonly told: string;
}

const isInt32 = (value: unknown) => Number.isInteger(value) && (value as number) === ((value as number) | 0);
const isFloat32 = (value: unknown) => typeof value === 'number' && Number.isFinite(Math.fround(value));

const INT32: Expectation = {
  holds: isInt32,
  told: `a whole number from ${-(2 ** 31)} to ${2 ** 31 - 1}`,
};
const FLOAT32: Expectation = { holds: isFloat32, told: 'a finite number that float32 holds' };

const FLOAT64: Expectation = { holds: Number.isFinite, told: 'a finite number' };

const EXPECTATIONS: Readonly<Record<ColumnKind, Expectation>> = {
  int32: INT32,
  float32: FLOAT32,
  float64: FLOAT64,
  bool: { holds: (value) => typeof value === 'boolean', told: 'true or false' },
  utf8: { holds: (value) => typeof value === 'string', told: 'text' },
  'int32[]': INT32,
  'float32[]': FLOAT32,
};

/**
 * Prepares a column. Call it once a file: a Dictionary type made twice counts as two types.
 *
 * @param place of the column in its table, by which a dictionary is known in the file
 * @param isKept whether data is needed beyond the next call; else that has the memory of its texts
 */
export function arrowColumn(name: string, definition: Column, place: number, isKept: boolean): ArrowColumn {
  const { type, encode } = encoder(name, definition, place, isKept);
  const metadata = new Map([['description', definition.description]]);
  return {
    field: new Field(name, type, definition.nullable, metadata),
    encode: (values) => encode(values, expectValues(name, definition, values)),
  };
}

/** Which values of a column are there, as Arrow says it; no bitmap if all are. */
interface Validity {
  readonly nullCount: number;
  readonly nullBitmap?: Uint8Array;
}

function expectValues(name: string, { kind, nullable }: Column, values: readonly unknown[]): Validity {
  const { holds, told } = EXPECTATIONS[kind];
  const isOfLists = kind.endsWith('[]');
  const expectValue = (value: unknown) => {
    if (holds(value)) return;
    throw new Error(`column ${name}: holds ${value}; expected ${told}${nullable ? ', or null' : ''}`);
  };
  let nullCount = 0;
  let nullBitmap: Uint8Array | undefined;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const isMissing = value === null || value === undefined;
    if (isMissing && nullable) {
      nullBitmap ??= allThere(values.length);
      nullBitmap[i >> 3]! &= ~(1 << (i & 7));
      nullCount++;
    } else if (isMissing || !isOfLists) expectValue(value);
    else {
      const items = value as ArrayLike<number>;
      for (let k = 0; k < items.length; k++) expectValue(items[k]);
    }
  }
  return nullBitmap ? { nullCount, nullBitmap } : { nullCount };
}

function allThere(count: number): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(count / 8)).fill(255);
  if (count % 8 > 0) bitmap[bitmap.length - 1] = 255 >> (8 - (count % 8));
  return bitmap;
}

type Encode = (values: readonly unknown[], validity: Validity) => ReturnType<typeof makeData>;

function encoder(
  name: string,
  definition: Column,
  place: number,
  isKept: boolean,
): { type: DataType; encode: Encode } {
  const { kind, categories } = definition;
  if (categories) return dictionaryEncoder(name, categories, place);
  if (kind === 'int32[]' || kind === 'float32[]') return listEncoder(kind);
  if (kind === 'int32' || kind === 'float32' || kind === 'float64') return numberEncoder(kind);
  if (kind === 'utf8') return textEncoder(isKept);
  const type = new Bool();
  return { type, encode: (values) => (vectorFromArray(values as never[], type) as Vector).data[0]! };
}

function numberEncoder(kind: 'int32' | 'float32' | 'float64') {
  const { type, Values } = {
    int32: { type: new Int32(), Values: Int32Array },
    float32: { type: new Float32(), Values: Float32Array },
    float64: { type: new Float64(), Values: Float64Array },
  }[kind];
  return {
    type,
    encode: (values: readonly unknown[], validity: Validity) => {
      const data = new Values(values.length);
      if (validity.nullCount < values.length) {
        for (let i = 0; i < values.length; i++) data[i] = (values[i] as number | null) ?? 0;
      }
      return makeData({ type: type as Int32, data: data as Int32Array, ...validity });
    },
  };
}

/** Bytes of UTF-8 that a UTF-16 unit takes at most. */
const WIDEST = 3;

/** Characters of a text up to which a call that writes it takes longer than writing it here. */
const SHORT = 48;

/** Writes a text as UTF-8. @returns its bytes */
function written(text: string, into: Buffer, at: number): number {
  if (text.length > SHORT) return into.write(text, at);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) return into.write(text, at);
    into[at + i] = unit;
  }
  return text.length;
}

/** By hand: apache-arrow's builder takes many times as long, and text is most of a table. */
function textEncoder(isKept: boolean) {
  const type = new Utf8();
  // It grows: the next batch takes about as much.
  let room = Buffer.allocUnsafeSlow(0);
  const withRoom = (end: number, text: string) => {
    if (end + WIDEST * text.length <= room.length) return room;
    const needed = end + Buffer.byteLength(text);
    if (needed <= room.length) return room;
    const larger = Buffer.allocUnsafeSlow(Math.ceil(1.5 * needed));
    larger.set(room.subarray(0, end));
    room = larger;
    return larger;
  };
  return {
    type,
    encode: (values: readonly unknown[], validity: Validity) => {
      const texts = values as readonly (string | null)[];
      const valueOffsets = new Int32Array(texts.length + 1);
      if (isKept) room = Buffer.allocUnsafeSlow(room.length);
      let end = 0;
      if (validity.nullCount < values.length) {
        for (let i = 0; i < texts.length; i++) {
          const text = texts[i];
          if (text) end += written(text, withRoom(end, text), end);
          valueOffsets[i + 1] = end;
        }
      }
      return makeData({ type, valueOffsets, data: room.subarray(0, end), ...validity });
    },
  };
}

function dictionaryEncoder(name: string, categories: readonly string[], place: number) {
  const type = new Dictionary(new Utf8(), new Int32(), place, false);
  const dictionary = vectorFromArray([...categories], new Utf8());
  const index = new Map(categories.map((category, i) => [category, i]));
  return {
    type,
    encode: (values: readonly unknown[]) => {
      const data = new Int32Array(values.length);
      for (let i = 0; i < values.length; i++) {
        const at = index.get(values[i] as string);
        if (at === undefined) {
          throw new Error(
            `column ${name}: "${values[i]}" is not one of its categories ${categories.join(', ')}`,
          );
        }
        data[i] = at;
      }
      return makeData({ type, data, dictionary });
    },
  };
}

function listEncoder(kind: 'int32[]' | 'float32[]') {
  const itemType = kind === 'int32[]' ? new Int32() : new Float32();
  const type = new List(new Field<Int32 | Float32>('item', itemType, false));
  return {
    type,
    encode: (values: readonly unknown[], validity: Validity) => {
      const lists = values as readonly (ArrayLike<number> | null)[];
      const valueOffsets = new Int32Array(lists.length + 1);
      for (let i = 0; i < lists.length; i++) valueOffsets[i + 1] = valueOffsets[i]! + (lists[i]?.length ?? 0);
      const length = valueOffsets[lists.length]!;
      const data = kind === 'int32[]' ? new Int32Array(length) : new Float32Array(length);
      for (let i = 0; i < lists.length; i++) {
        const list = lists[i];
        if (list) data.set(list, valueOffsets[i]!);
      }
      const child = makeData({ type: itemType as Int32, data: data as Int32Array });
      return makeData({ type: type as List<Int32>, valueOffsets, child, ...validity });
    },
  };
}
