import type { ManifestPolicy } from '../../format.ts';
import type { PageData } from '../pageData.ts';
import type { Edit } from './history.ts';
import { RightOverTraining } from './RightOverTraining.tsx';

interface PolicyChoiceProps {
  readonly pageData: PageData;
  readonly policy: ManifestPolicy;
  readonly edit: Edit;
  readonly onPolicy: (policy: ManifestPolicy) => void;
}

/** Which policy is asked: condition, seed, and how far it was trained. */
export function PolicyChoice({ pageData, policy, edit, onPolicy }: PolicyChoiceProps) {
  const { manifest } = pageData;
  const run = manifest.runs[policy.run]!;
  const condition = manifest.conditions[run.condition]!;
  const held = manifest.runs.flatMap((_, place) => (pageData.policiesOf(place).length > 0 ? [place] : []));
  const conditions = [...new Set(held.map((place) => manifest.runs[place]!.condition))];
  const ofCondition = (wanted: number) => held.filter((place) => manifest.runs[place]!.condition === wanted);
  const checkpoints = pageData.policiesOf(policy.run);
  const at = checkpoints.indexOf(policy);
  /** The policy of a run that was trained as far: the final one for a final one. */
  const take = (place: number) => {
    const policies = pageData.policiesOf(place);
    onPolicy(policy.final ? policies.at(-1)! : pageData.policyNear(place, policy.step)!);
  };
  return (
    <fieldset class="pg-policy">
      <legend>Policy</legend>
      <label class="pg-field">
        Condition
        <select
          value={run.condition}
          onChange={({ currentTarget }) => take(ofCondition(Number(currentTarget.value))[0]!)}
        >
          {conditions.map((place) => (
            <option key={place} value={place}>
              {manifest.conditions[place]!.name}
            </option>
          ))}
        </select>
      </label>
      <label class="pg-field">
        Seed
        <select value={policy.run} onChange={({ currentTarget }) => take(Number(currentTarget.value))}>
          {ofCondition(run.condition).map((place) => (
            <option key={place} value={place}>
              {manifest.runs[place]!.seed}
            </option>
          ))}
        </select>
      </label>
      <div class="pg-checkpoint" style={{ '--checkpoints': checkpoints.length }}>
        <label>
          <span>
            Checkpoint <b>{nameOf(policy)}</b>
          </span>
          <input
            type="range"
            min={0}
            max={checkpoints.length - 1}
            value={at}
            disabled={checkpoints.length === 1}
            aria-valuetext={nameOf(policy)}
            onInput={({ currentTarget }) => onPolicy(checkpoints[currentTarget.valueAsNumber]!)}
          />
        </label>
        <RightOverTraining pageData={pageData} policies={checkpoints} current={policy} edit={edit} />
      </div>
      <p class="note">
        <bdi>{condition.description}</bdi> Right is the answer by <bdi>{condition.rule}</bdi>. Verdict:{' '}
        <b>{condition.verdict}</b>. What its answers follow: <b>{condition.follows}</b>.
      </p>
    </fieldset>
  );
}

function nameOf({ step, final }: ManifestPolicy): string {
  return `update ${step}${final ? ', the last' : ''}`;
}
