import type { Sample, Segment } from '@vestige/trainers';
// Alone: what recognises and settles would be loaded in each thread.
import { sampleOf } from '@vestige/trainers/sampleOf';
import { type Conversion, keptSegment } from './keptSegment.ts';

/** What a thread answers: an error loses its class and its fields on the way from it. */
export type Answer<T> = { readonly value: T } | { readonly failure: Readonly<Record<string, unknown>> };

/** Converts a part of a file, in a thread of a {@link segmentStore}. */
export async function convert(conversion: Conversion): Promise<Answer<Segment>> {
  return await answered(keptSegment(conversion));
}

/** Takes the sample of a file, in a thread of a {@link segmentStore}. */
export async function sample([file, options]: Parameters<typeof sampleOf>): Promise<Answer<Sample>> {
  return await answered(sampleOf(file, options));
}

async function answered<T>(work: Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work };
  } catch (error) {
    const { name, message, stack } = error as Error;
    return { failure: { ...(error as Error), name, message, stack } };
  }
}
