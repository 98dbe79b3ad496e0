import * as Plot from '@observablehq/plot';
import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import { useMemo, useState } from 'preact/hooks';
import { draw, PlotImage } from '../PlotImage.tsx';
import type { PromptTable } from '../promptTable.ts';
import { useWidth } from '../useWidth.ts';
import { type Mark, markNear, massWords, outcomeAt, type StripLayout, stripLayout } from './stripLayout.ts';

interface StripPlotProps {
  readonly table: PromptTable;
  /** Rows of the table. */
  readonly prompts: readonly number[];
  /** Places of interventions, from top to bottom, and their names by place. */
  readonly interventions: readonly number[];
  readonly names: readonly string[];
  readonly label: string;
  /** Row of the prompt that is shown in detail. */
  readonly chosen: number | undefined;
  readonly onChoose: (prompt: number) => void;
  readonly wordsOf: (prompt: number) => string;
}

/** Pixels above the strips, for the axis. */
const AXIS = 40;

/** Where strips and axis are: on a phone names stand above their strips, else beside them. */
function framed(width: number) {
  const narrow = width < 520;
  return narrow ? { narrow, left: 2, right: 2, head: 20 } : { narrow, left: 134, right: 40, head: 0 };
}

/** The prompts, a strip an intervention. A prompt that is pointed at or chosen is followed through all. */
export function StripPlot(props: StripPlotProps) {
  const { table, prompts, interventions, names, label, chosen, onChoose, wordsOf } = props;
  const { element, width } = useWidth<HTMLDivElement>();
  const [near, setNear] = useState<Mark>();
  const frame = framed(width);
  const across = Math.max(1, width - frame.left - frame.right);
  const layout = useMemo(
    () => stripLayout(table, prompts, interventions, { width: across, head: frame.head }),
    [table, prompts, interventions, across, frame.head],
  );
  const picture = useMemo(() => drawStrips(layout, names, width, frame), [layout, names, width]);
  const under = (event: PointerEvent | MouseEvent) => {
    const { left, top } = element.current!.getBoundingClientRect();
    const at = { x: event.clientX - left - frame.left, y: event.clientY - top - AXIS };
    return markNear(layout, across, at);
  };
  const pixels = ({ x, y }: Mark) => ({ x: frame.left + x * across, y: AXIS + y });
  const shown = near && prompts.includes(near.prompt) ? near : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the table beside it is the twin for keys and screen readers
    <div
      ref={element}
      class="strip-plot"
      onPointerMove={(event) => event.pointerType === 'mouse' && setNear(under(event))}
      onPointerLeave={() => setNear(undefined)}
      onClick={(event) => {
        // A finger does not hover: what it touches is told until it touches something else.
        const mark = under(event);
        setNear(mark);
        if (mark) onChoose(mark.prompt);
      }}
    >
      {width > 0 && (
        <>
          <PlotImage picture={picture} label={label} />
          <svg class="over" width={width} height={AXIS + layout.height} aria-hidden="true">
            <Trace layout={layout} prompt={chosen} pixels={pixels} kind="chosen" />
            {shown?.prompt !== chosen && (
              <Trace layout={layout} prompt={shown?.prompt} pixels={pixels} kind="near" />
            )}
            {shown && <circle class="near" cx={pixels(shown).x} cy={pixels(shown).y} r={5} />}
          </svg>
          {shown && (
            <Told
              words={wordsOf(shown.prompt)}
              figure={figureOf(table, shown)}
              intervention={names[shown.intervention]!}
              {...pixels(shown)}
              width={width}
            />
          )}
        </>
      )}
    </div>
  );
}

function figureOf(table: PromptTable, { prompt, intervention }: Mark): string {
  const { probability, mass, answers, right } = outcomeAt(table, prompt, intervention)!;
  const rightness = answers ? (right ? 'right' : 'wrong') : 'does not answer';
  return `${probability.toFixed(2)}, ${rightness}, answers in ${massWords(mass)}`;
}

interface TraceProps {
  readonly layout: StripLayout;
  readonly prompt: number | undefined;
  readonly pixels: (mark: Mark) => { readonly x: number; readonly y: number };
  readonly kind: 'chosen' | 'near';
}

/** One prompt through the strips. */
function Trace({ layout, prompt, pixels, kind }: TraceProps) {
  const places = layout.marks.filter((mark) => mark.prompt === prompt).map(pixels);
  if (places.length === 0) return null;
  return (
    <g class={`trace ${kind}`}>
      <polyline points={places.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {places.map(({ x, y }) => (
        <circle key={y} cx={x} cy={y} r={Math.max(3, layout.pitch * 0.6)} />
      ))}
    </g>
  );
}

interface ToldProps {
  readonly words: string;
  readonly intervention: string;
  readonly figure: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** What is under the pointer, beside it, on the side that has more room. */
function Told({ words, intervention, figure, x, y, width }: ToldProps) {
  const side = x > width / 2 ? { right: `${width - x + 10}px` } : { left: `${x + 10}px` };
  return (
    <div class="told" style={{ top: `${y + 10}px`, ...side }} aria-hidden="true">
      <bdi>{words}</bdi>
      <span>
        <bdi>{intervention}</bdi>: {figure}
      </span>
    </div>
  );
}

function drawStrips(
  { strips, marks, pitch, height }: StripLayout,
  names: readonly string[],
  width: number,
  { narrow, left, right }: ReturnType<typeof framed>,
) {
  const place = { x: 'x', y: ({ y }: Mark) => AXIS + y, r: Math.max(1.5, pitch * 0.44) };
  const hollow = pitch >= 4;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const means = strips.flatMap(({ line, mean }) => (mean === undefined ? [] : [{ line: AXIS + line, mean }]));
  const nameAt = narrow
    ? { y: ({ top }: { top: number }) => AXIS + top + 15, dx: 0 }
    : { y: ({ line }: { line: number }) => AXIS + line, dx: -left, dy: 0 };
  // Under the name, which takes two lines if it is long; on a phone in the same line.
  const massAt = ({ top, line, intervention }: StripLayout['strips'][number]) =>
    narrow ? AXIS + top + 15 : AXIS + line + (names[intervention]!.length > 19 ? 20 : 14);
  return draw({
    width: Math.max(width, 100),
    height: AXIS + height,
    marginTop: AXIS,
    marginBottom: 0,
    marginLeft: left,
    marginRight: right,
    x: { domain: [0, 1], axis: null },
    y: { type: 'identity', axis: null },
    marks: [
      Plot.axisX({
        anchor: 'top',
        ticks,
        tickSize: 0,
        label: 'probability of its own answer',
        labelAnchor: 'center',
        labelArrow: 'none',
        labelOffset: 36,
        tickFormat: (x: number) => String(x),
      }),
      Plot.ruleX(ticks, { y1: AXIS, y2: AXIS + height, stroke: 'currentColor', strokeOpacity: 0.1 }),
      Plot.ruleY(strips, {
        y: ({ line }) => AXIS + line,
        stroke: 'currentColor',
        strokeOpacity: 0.35,
      }),
      Plot.dot(
        marks.filter(({ right, answers }) => answers && right),
        { ...place, fill: 'var(--for)' },
      ),
      Plot.dot(
        marks.filter(({ answers }) => !answers),
        { ...place, symbol: 'times', r: pitch * 0.4, stroke: 'var(--soft)', strokeWidth: hollow ? 1.3 : 1 },
      ),
      Plot.dot(
        marks.filter(({ right, answers }) => answers && !right),
        hollow
          ? { ...place, r: pitch * 0.36, stroke: 'var(--against)', strokeWidth: 1.3 }
          : { ...place, fill: 'var(--against)' },
      ),
      Plot.ruleX(means, {
        x: 'mean',
        y1: ({ line }) => line - 7,
        y2: ({ line }) => line + 7,
        stroke: 'var(--paper)',
        strokeWidth: 5,
      }),
      Plot.ruleX(means, {
        x: 'mean',
        y1: ({ line }) => line - 6,
        y2: ({ line }) => line + 6,
        stroke: 'currentColor',
        strokeWidth: 2,
      }),
      Plot.text(strips, {
        ...nameAt,
        frameAnchor: 'left',
        textAnchor: 'start',
        lineWidth: narrow ? 24 : 11,
        lineHeight: 1.15,
        text: ({ intervention }) => names[intervention]!,
      }),
      Plot.text(strips, {
        y: massAt,
        frameAnchor: narrow ? 'right' : 'left',
        textAnchor: narrow ? 'end' : 'start',
        dx: narrow ? right - 40 : -left,
        fontSize: 10,
        fill: ({ mass }) => (mass !== undefined && mass < ANSWERS_FROM ? 'var(--against)' : 'var(--soft)'),
        text: ({ mass }) => (mass === undefined ? '' : `answers in ${massWords(mass)}`),
      }),
      Plot.text(['mean'], {
        frameAnchor: 'top-right',
        textAnchor: 'end',
        dx: right,
        dy: narrow ? -36 : -20,
        fillOpacity: 0.75,
      }),
      Plot.text(strips, {
        y: nameAt.y,
        frameAnchor: 'right',
        textAnchor: 'end',
        dx: right,
        fillOpacity: 0.75,
        text: ({ mean }) => (mean === undefined ? 'not made' : mean.toFixed(2)),
      }),
    ],
  });
}
