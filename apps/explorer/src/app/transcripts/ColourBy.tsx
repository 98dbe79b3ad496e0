import type { Measure } from './effects.ts';

interface ColourByProps {
  readonly measures: readonly Measure[];
  readonly measure: Measure | 'nothing';
  readonly part: string;
  readonly onMeasure: (measure: Measure | 'nothing') => void;
}

const WORDS: Readonly<Record<Measure | 'nothing', string>> = {
  dropEach: 'left out',
  resampleEach: 'written anew',
  nothing: 'no colour',
};

/** By what the parts of a thought are coloured, and what the colours mean; or what would have to run. */
export function ColourBy({ measures, measure, part, onMeasure }: ColourByProps) {
  if (measures.length === 0) {
    return (
      <p class="note">
        What each {part} does was not measured: the interventions <code>dropEach</code> and{' '}
        <code>resampleEach</code>, named in <code>ablation.interventions</code>, would colour them.
      </p>
    );
  }
  return (
    <div class="colour-by">
      <fieldset class="choice">
        <legend>Each {part}</legend>
        <div class="chips">
          {[...measures, 'nothing' as const].map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="transcript-colours"
                checked={one === measure}
                onChange={() => onMeasure(one)}
              />
              {WORDS[one]}
            </label>
          ))}
        </div>
      </fieldset>
      {measure !== 'nothing' && (
        <>
          <p class="scale">
            <span class="sentence against strong">likelier without it</span>
            <span>−1</span>
            <span class="ramp diverging" aria-hidden="true" />
            <span>+1</span>
            <span class="sentence for strong">needs it</span>
          </p>
          <p class="soft">
            {measure === 'dropEach'
              ? `By how much its answer is less probable, among the answers, when the ${part} is left out.`
              : `By how much its answer is less probable, among the answers, when it writes on from before the ${part}: a mean over the times that it says something else there.`}{' '}
            Plain: not measured.
          </p>
        </>
      )}
    </div>
  );
}
