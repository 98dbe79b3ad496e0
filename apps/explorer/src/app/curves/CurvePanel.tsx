import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { draw, type Picture, PlotImage } from '../PlotImage.tsx';
import { useWidth } from '../useWidth.ts';
import { readingAt } from './cursor.ts';
import type { Curve } from './curveTable.ts';
import type { Quantity } from './quantities.ts';

/** A curve as it is shown. */
export interface ShownCurve {
  readonly curve: Curve;
  readonly colour: string;
  readonly dash: string;
  /** Updates of it whose policies are in the page. */
  readonly saved: readonly number[];
}

interface CurvePanelProps {
  readonly condition: string;
  readonly quantity: Quantity;
  /** A curve a seed. */
  readonly curves: readonly ShownCurve[];
  /** Last update on the axis, which all panels share, and the extent of the quantity. */
  readonly last: number;
  readonly extent: readonly [number, number];
  /** Update that is told. */
  readonly step: number;
  /** The pointer is at an update, or left. */
  readonly onPoint: (step: number | undefined) => void;
  /** An update was clicked. */
  readonly onPick: (step: number) => void;
}

const HEIGHT = 156;
const TOP = 8;
const BOTTOM = 34;

/** One quantity of one condition over training, a line a seed; its heading tells the values at the crosshair. */
export function CurvePanel(props: CurvePanelProps) {
  const { condition, quantity, curves, last, extent, step, onPoint, onPick } = props;
  const { element, width } = useWidth<HTMLDivElement>();
  const [low, high] = extent;
  const picture = useMemo(
    () => drawCurves(curves, quantity, width, last, [low, high]),
    [curves, quantity, width, last, low, high],
  );
  const [x, y] = [picture.scale('x')!, picture.scale('y')!];
  const stepUnder = (event: PointerEvent | MouseEvent) =>
    x.invert!(event.clientX - element.current!.getBoundingClientRect().left) as number;
  const readings = curves.map((shown) => ({ ...shown, ...readingAt(shown.curve, quantity.name, step) }));
  const across = x.apply(step);
  return (
    <div class="curve-panel">
      <p class="head">
        <b>
          <bdi>{condition}</bdi>: {quantity.words}
        </b>
      </p>
      <ul class="readings">
        {readings.map(({ curve, colour, dash, value, ended, step: at }) => (
          <li key={curve.seed}>
            <Swatch colour={colour} dash={dash} />
            {curves.length > 1 && <span class="soft">{curve.seed}</span>}{' '}
            <span class="figure">{Number.isNaN(value) ? 'none' : quantity.told(value)}</span>
            {ended && <span class="soft"> at {at}</span>}
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the slider above does the same by keys */}
      <div
        ref={element}
        class="plane"
        onPointerMove={(event) => onPoint(stepUnder(event))}
        onPointerLeave={() => onPoint(undefined)}
        onClick={(event) => onPick(stepUnder(event))}
      >
        {width > 0 && (
          <>
            <PlotImage
              picture={picture}
              label={`${condition}: ${quantity.words} against the update, a line for each seed`}
            />
            <svg class="over" width={width} height={HEIGHT} aria-hidden="true">
              <line class="crosshair" x1={across} x2={across} y1={TOP} y2={HEIGHT - BOTTOM} />
              {readings.map(
                ({ curve, colour, value, step: at }) =>
                  !Number.isNaN(value) && (
                    <circle key={curve.seed} cx={x.apply(at)} cy={y.apply(value)} r={3.4} fill={colour} />
                  ),
              )}
            </svg>
          </>
        )}
      </div>
    </div>
  );
}

/** The line of a seed, as in the key. */
export function Swatch({ colour, dash }: { readonly colour: string; readonly dash: string }) {
  return (
    <svg class="swatch" width="20" height="8" aria-hidden="true">
      <line x2="20" y1="4" y2="4" stroke={colour} stroke-width="2" stroke-dasharray={dash || 'none'} />
    </svg>
  );
}

function drawCurves(
  curves: readonly ShownCurve[],
  { name, share }: Quantity,
  width: number,
  last: number,
  domain: readonly [number, number],
): Picture {
  const digits = share && domain[1] - domain[0] < 0.05 ? 1 : 0;
  return draw({
    width: Math.max(width, 120),
    height: HEIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: 44,
    marginRight: 10,
    x: {
      domain: [0, last],
      ticks: 5,
      tickSize: 4,
      label: 'update',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: {
      domain: [...domain],
      nice: true,
      ticks: 4,
      tickSize: 0,
      label: null,
      ...(share && { tickFormat: (y: number) => `${(100 * y).toFixed(digits)}%` }),
    },
    marks: [
      Plot.gridY({ ticks: 4, stroke: 'currentColor', strokeOpacity: 0.14 }),
      ...curves.map(({ curve, colour, dash }) =>
        Plot.line(curve.step, {
          x: curve.step,
          y: curve.values[name],
          stroke: colour,
          strokeWidth: 1.4,
          strokeDasharray: dash,
        }),
      ),
      ...curves.map(({ curve, colour, saved }) =>
        Plot.dot(
          saved.map((step) => ({ step, value: readingAt(curve, name, step).value })),
          { x: 'step', y: 'value', r: 2.8, stroke: colour, strokeWidth: 1.3, fill: 'var(--paper)' },
        ),
      ),
    ],
  });
}
