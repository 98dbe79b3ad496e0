import type { ShownFeature } from '../protocol.ts';

/** What the whole sentence is, where it is a feature itself; else the feature in it that received most, up or down. */
export function strongestOf<F extends Pick<ShownFeature, 'kind' | 'received'>>(
  numbers: readonly number[],
  features: readonly F[],
): F | undefined {
  const found = numbers.map((number) => features[number]!);
  const whole = found.find(({ kind }) => kind === 'unit');
  return (
    whole ??
    found.reduce<F | undefined>(
      (most, one) => (!most || Math.abs(one.received) > Math.abs(most.received) ? one : most),
      undefined,
    )
  );
}
