import type { Segment } from '@vestige/trainers';
import { type Conversion, keptSegment } from './keptSegment.ts';

/** What a thread answers: an error loses its class and its fields on the way from it. */
export type Answer = Segment | { readonly failure: Readonly<Record<string, unknown>> };

/** What each thread of a {@link segmentStore} does. */
export default async function answer(conversion: Conversion): Promise<Answer> {
  try {
    return await keptSegment(conversion);
  } catch (error) {
    const { name, message, stack } = error as Error;
    return { failure: { ...(error as Error), name, message, stack } };
  }
}
