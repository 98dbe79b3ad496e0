import type { Environment } from '@vestige/environment';
import { useId, useMemo } from 'preact/hooks';
import { type OfferedIntervention, offeredInterventions } from './interventions.ts';

/** What interventions are applied to. */
export type Base = 'own' | 'shown';

interface InterventionsProps {
  readonly environment: Environment;
  readonly base: Base;
  readonly onBase: (base: Base) => void;
  readonly onApply: (offered: OfferedIntervention) => void;
}

/** The interventions of the battery, each under a button. */
export function Interventions({ environment, base, onBase, onApply }: InterventionsProps) {
  const { headline, others } = useMemo(() => offeredInterventions(environment), [environment]);
  const id = useId();
  const buttons = (offered: readonly OfferedIntervention[]) => (
    <div class="pg-buttons">
      {offered.map((one) => (
        <button key={one.intervention.name} type="button" title={one.told} onClick={() => onApply(one)}>
          {one.label}
        </button>
      ))}
    </div>
  );
  const radio = (value: Base, words: string) => (
    <label>
      <input type="radio" name={`${id}-base`} checked={base === value} onChange={() => onBase(value)} />
      {words}
    </label>
  );
  return (
    <fieldset class="pg-interventions">
      <legend>Interventions, as the report makes them</legend>
      {buttons(headline)}
      {others.length > 0 && (
        <details>
          <summary>All interventions: {others.length} more</summary>
          {buttons(others)}
        </details>
      )}
      <fieldset class="pg-base">
        <legend>made on</legend>
        {radio('own', 'the unedited CoT')}
        {radio('shown', 'the CoT as it stands')}
      </fieldset>
    </fieldset>
  );
}
