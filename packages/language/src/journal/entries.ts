import type { AnswerDistribution, Trace, Written } from '@vestige/policy';

/** Floats bit for bit: their bytes, little-endian, in Base64. */
function bitsOf(numbers: Iterable<number>): string {
  const floats = Float64Array.from(numbers);
  const view = new DataView(new ArrayBuffer(8 * floats.length));
  for (const [i, float] of floats.entries()) view.setFloat64(8 * i, float, true);
  return Buffer.from(view.buffer).toString('base64');
}

function floatsOf(bits: string): Float64Array {
  const bytes = Buffer.from(bits, 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
}

type Stored<T, Field extends keyof T> = Omit<T, Field> & { readonly [field in Field]: string };

/** What was written as an entry of a journal. */
export function writtenText({ trace, ...written }: Written): string {
  return JSON.stringify({
    ...written,
    ...(trace && { trace: { ...trace, logProbs: bitsOf(trace.logProbs) } }),
  });
}

export function writtenFrom(text: string): Written {
  const { trace, ...written } = JSON.parse(text) as Omit<Written, 'trace'> & {
    trace?: Stored<Trace, 'logProbs'>;
  };
  return { ...written, ...(trace && { trace: { ...trace, logProbs: [...floatsOf(trace.logProbs)] } }) };
}

/** Answers as an entry of a journal. */
export function distributionText({ probability, mass, ...rest }: AnswerDistribution): string {
  return JSON.stringify({
    ...rest,
    probability: bitsOf(probability),
    mass: mass === null ? null : bitsOf([mass]),
  });
}

export function distributionFrom(text: string): AnswerDistribution {
  const { probability, mass, ...rest } = JSON.parse(text) as Omit<
    AnswerDistribution,
    'probability' | 'mass'
  > & {
    probability: string;
    mass: string | null;
  };
  return { ...rest, probability: floatsOf(probability), mass: mass === null ? null : floatsOf(mass)[0]! };
}
