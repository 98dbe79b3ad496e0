import { useEffect, useRef, useState } from 'preact/hooks';
import type { BrowseFacts, FoundCourse } from '../protocol.ts';
import type { Client } from './client.ts';
import { Rollout } from './Rollout.tsx';
import { amidWidestGap } from './steps.ts';
import { readable, Text } from './Text.tsx';

/** Rollouts of a step that are shown at a time. */
const BESIDE = 4;

/** Steps side by side. */
const MOST_STEPS = 6;

interface CourseProps {
  readonly client: Client;
  readonly facts: BrowseFacts;
  readonly largest: number;
  readonly problem: number;
  /** What is marked. */
  readonly text: string;
  readonly onClose: () => void;
}

/** A problem: its rollouts side by side over steps. */
export function Course({ client, facts, largest, problem, text, onClose }: CourseProps) {
  const [steps, setSteps] = useState<readonly (number | null)[]>([]);
  const [offset, setOffset] = useState(0);
  const [course, setCourse] = useState<FoundCourse>();
  const [error, setError] = useState<string>();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    let late = false;
    client.course({ problem, steps, offset, text }).then(
      (found) => {
        if (!late) setCourse(found);
      },
      ({ message }: Error) => late || setError(message),
    );
    return () => {
      late = true;
    };
  }, [problem, steps, offset]);
  useEffect(() => head.current?.focus(), [course === undefined]);
  if (error)
    return (
      <p class="failure" role="alert">
        {error}
      </p>
    );
  if (!course) return <p class="soft">…</p>;
  const { shown } = course;
  const question = shown.flatMap(({ rollouts }) => rollouts)[0]?.question;
  const most = Math.max(
    ...course.steps
      .filter((one) => shown.some(({ step }) => step === one.step))
      .map(({ rollouts }) => rollouts),
  );
  const choose = (column: number, step: string) => {
    const chosen = shown.map((one) => one.step);
    chosen[column] = step === '' ? null : Number(step);
    setSteps(chosen);
    setOffset(0);
  };
  const places = shown
    .map(({ step }) => course.steps.findIndex((one) => one.step === step))
    .sort((a, b) => a - b);
  const further = shown.length < MOST_STEPS ? amidWidestGap(places) : undefined;
  const show = (chosen: readonly number[]) => setSteps(chosen.map((place) => course.steps[place]!.step));
  const fold = (id: number) => (isOpen: boolean) => {
    const others = [...open].filter((one) => one !== id);
    setOpen(new Set(isOpen ? [...others, id] : others));
  };
  return (
    <section class="course" aria-labelledby="course-title">
      <h2 id="course-title" tabIndex={-1} ref={head}>
        Problem <bdi>{readable(course.name)}</bdi> over training
      </h2>
      <div class="actions">
        <button type="button" class="action" onClick={onClose}>
          Back to the list (Esc)
        </button>
        {further !== undefined && (
          <button
            type="button"
            class="action"
            onClick={() => show([...places, further].sort((a, b) => a - b))}
          >
            One step more
          </button>
        )}
        {most > BESIDE && (
          <>
            <button
              type="button"
              class="action"
              aria-disabled={offset === 0}
              onClick={() => setOffset(Math.max(0, offset - BESIDE))}
            >
              Earlier ones
            </button>
            <button
              type="button"
              class="action"
              aria-disabled={offset + BESIDE >= most}
              onClick={() => offset + BESIDE < most && setOffset(offset + BESIDE)}
            >
              Further ones
            </button>
          </>
        )}
      </div>
      {question && <Text shown={question} features={facts.features} largest={largest} open />}
      <div class="columns">
        {shown.map(({ step, rollouts }, column) => (
          <div class="column" key={column}>
            <label class="field">
              Step
              <select
                value={String(step ?? '')}
                onChange={({ currentTarget }) => choose(column, currentTarget.value)}
              >
                {course.steps.map((one) => (
                  <option key={one.step} value={String(one.step ?? '')}>
                    {one.step ?? 'unknown'}: {one.rollouts} {one.rollouts === 1 ? 'rollout' : 'rollouts'}
                    {one.reward === null ? '' : `, mean reward ${+one.reward.toPrecision(3)}`}
                  </option>
                ))}
              </select>
            </label>
            {rollouts.length === 0 && <p class="soft">No more of this step.</p>}
            {rollouts.map((rollout) => (
              <article key={rollout.id}>
                <Rollout
                  {...{ rollout, features: facts.features, largest, severalRuns: false }}
                  open={open.has(rollout.id)}
                  onOpen={fold(rollout.id)}
                />
              </article>
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}
