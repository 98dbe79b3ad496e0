import { useEffect, useState } from 'preact/hooks';
import { Scroll } from '../Scroll.tsx';
import { readingAt } from './cursor.ts';
import type { Curve } from './curveTable.ts';
import type { Quantity } from './quantities.ts';

interface ValuesProps {
  readonly quantities: readonly Quantity[];
  /** Those that are shown. */
  readonly curves: readonly Curve[];
  /** Update that is told, and the one at which slider or click came to rest. */
  readonly step: number;
  readonly settled: number;
  /** Name of a condition by its place. */
  readonly name: (condition: number) => string;
}

/** Milliseconds without a change before the values are read aloud. */
const REST = 400;

/** What the curves have at one update: a table to open, and for screen readers read aloud when the slider rests. */
export function Values({ quantities, curves, step, settled, name }: ValuesProps) {
  const [spoken, setSpoken] = useState('');
  const told = (curve: Curve, { name, told }: Quantity, at: number) => {
    const { value } = readingAt(curve, name, at);
    return Number.isNaN(value) ? 'none' : told(value);
  };
  const text = curves.map((curve) => {
    const values = quantities.map((quantity) => `${quantity.words} ${told(curve, quantity, settled)}`);
    return `${name(curve.condition)}, seed ${curve.seed}: ${values.join(', ')}`;
  });
  const sentence = `Update ${settled}. ${text.join('. ')}.`;
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(sentence), REST);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <>
      <div class="unseen" role="status">
        {spoken}
      </div>
      <details>
        <summary>Values at update {step} as a table</summary>
        <Scroll>
          <table>
            <thead>
              <tr>
                <th scope="col">run</th>
                <th scope="col">update</th>
                {quantities.map(({ words }) => (
                  <th key={words} scope="col">
                    {words}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {curves.map((curve) => (
                <tr key={`${curve.condition} ${curve.seed}`}>
                  <th scope="row">
                    <bdi>{name(curve.condition)}</bdi>, seed {curve.seed}
                  </th>
                  <td>{readingAt(curve, 'reward', step).step}</td>
                  {quantities.map((quantity) => (
                    <td key={quantity.name}>{told(curve, quantity, step)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </>
  );
}
