import './curves.css';
import { seedStyle } from '@vestige/report/seeds';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { DRAWN_CURVES } from '../../mounts.ts';
import { CheckboxGroup } from '../CheckboxGroup.tsx';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import type { PlaygroundRequests } from '../playgroundRequests.ts';
import { useResult } from '../useResult.ts';
import { CheckpointButtons } from './CheckpointButtons.tsx';
import { CurvePanel, type ShownCurve, Swatch } from './CurvePanel.tsx';
import { nearest, stepsOf } from './cursor.ts';
import type { Curve } from './curveTable.ts';
import { extentOf } from './extent.ts';
import { type Quantity, quantitiesOf } from './quantities.ts';
import { Values } from './Values.tsx';

interface CurvesProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
}

/** The learning curves, to be read off at any update. The drawn ones stay for paper. */
export function Curves({ pageData, requests }: CurvesProps) {
  const { value: curves, error } = useResult(() => pageData.curves(), [pageData]);
  const shown = curves !== undefined && curves.length > 0;
  useEffect(() => {
    document.getElementById(DRAWN_CURVES)?.classList.toggle('on-paper', shown);
  }, [shown]);
  if (error) return <Failure error={error} />;
  return shown ? <CurvesOf pageData={pageData} requests={requests} curves={curves} /> : null;
}

/** Conditions shown at first, at most: those of sweeps come last. */
const FIRST = 3;

function CurvesOf({ pageData, requests, curves }: CurvesProps & { readonly curves: readonly Curve[] }) {
  const { conditions } = pageData.manifest;
  const trained = useMemo(() => [...new Set(curves.map(({ condition }) => condition))], [curves]);
  const offered = useMemo(() => quantitiesOf(pageData.mentions), [pageData]);
  const [quantities, setQuantities] = useState<readonly Quantity[]>(() =>
    offered.filter(({ first }) => first),
  );
  const [chosen, setChosen] = useState<readonly number[]>(() => trained.slice(0, FIRST));
  const [pointed, setPointed] = useState<number>();
  const [picked, setPicked] = useState<number>();

  const shown = useMemo(() => shownCurves(pageData, curves), [pageData, curves]);
  const all = useMemo(() => curves.filter(({ condition }) => chosen.includes(condition)), [curves, chosen]);
  const steps = useMemo(() => stepsOf(all), [all]);
  const extents = useMemo(
    () => new Map(offered.map((quantity) => [quantity, extentOf(all, quantity)])),
    [all, offered],
  );
  const seeds = useMemo(() => seedsOf(curves), [curves]);
  const last = steps.at(-1)!;
  const at = (step: number) => steps[nearest(steps, step)]!;
  const settled = at(picked ?? last);
  const step = pointed === undefined ? settled : at(pointed);
  const name = (condition: number) => conditions[condition]!.name;
  return (
    <div class="curves">
      <h3>Learning curves</h3>
      <p class="note">
        Means over the rollouts of each update, a line for each seed. Point at a curve, or move the slider, to
        read all of them at one update; rings are policies that are in this page.
      </p>
      <CheckboxGroup
        legend="Quantities"
        options={offered.map((quantity) => ({ value: quantity, words: quantity.words }))}
        chosen={quantities}
        onChoose={setQuantities}
      />
      {trained.length > 1 && (
        <CheckboxGroup
          legend="Conditions"
          options={trained.map((value) => ({ value, words: name(value) }))}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
      <div class="cursor">
        <label>
          <span>
            Update <b>{step}</b>
          </span>
          <input
            type="range"
            min={steps[0]!}
            max={last}
            value={step}
            aria-valuetext={`update ${step}`}
            onInput={(event) => setPicked(Number(event.currentTarget.value))}
          />
        </label>
        {seeds.length > 1 && (
          <ul class="key">
            {seeds.map((seed, place) => (
              <li key={seed}>
                <Swatch {...seedStyle(place)} />
                seed {seed}
              </li>
            ))}
          </ul>
        )}
      </div>
      <CheckpointButtons pageData={pageData} requests={requests} curves={all} step={step} />
      <div class={`curve-panels of-${Math.min(3, chosen.length === 1 ? 2 : chosen.length)}`}>
        {quantities.flatMap((quantity) =>
          chosen.map((condition) => (
            <CurvePanel
              key={`${quantity.name} ${condition}`}
              condition={name(condition)}
              quantity={quantity}
              curves={shown.get(condition)!}
              last={last}
              extent={extents.get(quantity)!}
              step={step}
              onPoint={(step) => setPointed(step === undefined ? undefined : at(step))}
              onPick={(step) => setPicked(at(step))}
            />
          )),
        )}
      </div>
      <Values {...{ quantities, curves: all, step, settled, name }} />
    </div>
  );
}

/** Seeds in the order of the experiment, which gives them their colours. */
function seedsOf(curves: readonly Curve[]): number[] {
  return [...new Set(curves.map(({ seed }) => seed))];
}

/** The curves as they are shown, by condition. */
function shownCurves(pageData: PageData, curves: readonly Curve[]): Map<number, ShownCurve[]> {
  const seeds = seedsOf(curves);
  const shown = curves.map((curve) => {
    const run = pageData.runOf(curve.condition, curve.seed);
    return {
      curve,
      ...seedStyle(seeds.indexOf(curve.seed)),
      saved: run < 0 ? [] : pageData.policiesOf(run).map(({ step }) => step),
    };
  });
  return Map.groupBy(shown, ({ curve }) => curve.condition);
}
