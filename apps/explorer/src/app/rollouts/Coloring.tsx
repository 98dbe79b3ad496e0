import { signed } from './numbers.ts';
import type { Colours } from './shownTokens.ts';

const CHOICES: readonly { readonly by: Colours['by']; readonly name: string }[] = [
  { by: 'reinforcement', name: 'Reinforcement received' },
  { by: 'effect', name: 'Causal effect' },
  { by: 'nothing', name: 'Nothing' },
];

interface ColoringProps {
  readonly colours: Colours;
  readonly onChange: (by: Colours['by']) => void;
}

/** The switch of what colours tokens, what that means, and its scale. */
export function Coloring({ colours, onChange }: ColoringProps) {
  return (
    <div class="coloring">
      <fieldset class="switch">
        <legend>Colour tokens by</legend>
        {CHOICES.map(({ by, name }) => (
          <label key={by}>
            <input
              type="radio"
              name="rollout-colours"
              checked={colours.by === by}
              onChange={() => onChange(by)}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {colours.by === 'reinforcement' && (
        <>
          <p class="note">
            A (1 − p) for each token: the derivative of the policy-gradient objective A log p with respect to
            the logit of the token that was written. A is the rollout's advantage, p the token's probability
            when it was sampled. A forced <code>&lt;/think&gt;</code> carries no loss, and rollouts for
            evaluation prompts reinforced nothing.
          </p>
          <Scale
            kind="diverging"
            ends={
              colours.range > 0
                ? [`${signed(-colours.range, 2)} made rarer`, `${signed(colours.range, 2)} made likelier`]
                : ['none', 'none']
            }
            note="95% of the tokens of the rollouts found lie within; beyond it the colour is full."
          />
        </>
      )}
      {colours.by === 'effect' && (
        <>
          <p class="note">
            Importance of each phrase, as <code>importance.drop</code> among the estimates: the total
            variation distance between the policy's answers after the chain of thought and after the chain of
            thought without that phrase. Measured now, in this page, with the trained policy nearest to the
            one that wrote it.
          </p>
          <Scale kind="sequential" ends={['0 no effect', '1 decides alone']} />
        </>
      )}
    </div>
  );
}

interface ScaleProps {
  readonly kind: 'diverging' | 'sequential';
  readonly ends: readonly [string, string];
  readonly note?: string;
}

function Scale({ kind, ends: [low, high], note }: ScaleProps) {
  return (
    <p class="scale">
      <span>{low}</span>
      <span class={`ramp ${kind}`} aria-hidden="true" />
      <span>{high}</span>
      {note && <span class="soft">{note}</span>}
    </p>
  );
}
