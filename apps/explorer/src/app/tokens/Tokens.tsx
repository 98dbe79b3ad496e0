import { Fragment } from 'preact';
import { useState } from 'preact/hooks';

/** A token as it is shown. */
export interface ShownToken {
  readonly word: string;
  /** Strength and sign of its colour, -1 to 1; none if absent. */
  readonly shade?: number | undefined;
  /** What the colour stands for, in words and figures, told on hover and on focus. */
  readonly told?: string | undefined;
  /** Type of the phrase it begins, told beside; a gap is left before it. */
  readonly phrase?: string | undefined;
  /** Whether it only steers the policy, as `<eos>` does, and is set back. */
  readonly quiet?: boolean | undefined;
}

interface TokensProps {
  /** Name of the whole for screen readers, such as `chain of thought`. */
  readonly label: string;
  readonly tokens: readonly ShownToken[];
  /** Called with the place of a token that is clicked, or on which Enter is pressed. */
  readonly onToken?: ((place: number) => void) | undefined;
}

/** Strength from which a token is also underlined: solid if for, dashed if against. */
const STRONG = 0.5;

/**
 * Tokens in a row, coloured. The row is one stop of the tabulator key; arrows, Home and End go from token to token.
 * Words come from files and are text, whatever they hold.
 */
export function Tokens({ label, tokens, onToken }: TokensProps) {
  const [current, setCurrent] = useState(0);
  const reachable = Math.min(current, tokens.length - 1);
  const go = (event: KeyboardEvent) => {
    const to = { ArrowRight: reachable + 1, ArrowLeft: reachable - 1, Home: 0, End: tokens.length - 1 }[
      event.key
    ];
    if (to === undefined || to < 0 || to >= tokens.length) return;
    event.preventDefault();
    setCurrent(to);
    const row = event.currentTarget as HTMLElement;
    row.querySelectorAll<HTMLElement>('.token')[to]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of inline tokens reads as a line
    <span role="list" aria-label={label} class="tokens" onKeyDown={go}>
      {tokens.map(({ phrase, told, ...token }, place) => (
        <Fragment key={place}>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          <span role="listitem" class={tokens[place + 1]?.phrase === undefined ? undefined : 'ends'}>
            <Token
              {...token}
              told={[phrase, told].filter(Boolean).join(': ')}
              reachable={place === reachable}
              onFocus={() => setCurrent(place)}
              onClick={onToken && (() => onToken(place))}
            />
          </span>{' '}
        </Fragment>
      ))}
    </span>
  );
}

interface TokenProps extends Omit<ShownToken, 'phrase'> {
  readonly reachable: boolean;
  readonly onFocus: () => void;
  readonly onClick: (() => void) | undefined;
}

function Token({ word, shade = 0, told, quiet, reachable, onFocus, onClick }: TokenProps) {
  const strength = Math.min(1, Math.abs(shade));
  const attributes = {
    class: `token ${shade < 0 ? 'against' : 'for'}${strength >= STRONG ? ' strong' : ''}${quiet ? ' quiet' : ''}`,
    style: { '--shade': `${Math.round(strength * 100)}%` },
    tabIndex: reachable ? 0 : -1,
    'data-told': told || undefined,
    'aria-label': told ? `${word}, ${told}` : undefined,
    onPointerEnter: turnInwards,
    onFocus: (event: FocusEvent) => {
      turnInwards(event);
      onFocus();
    },
  };
  if (onClick) {
    return (
      <button type="button" {...attributes} onClick={onClick}>
        <bdi>{word}</bdi>
      </button>
    );
  }
  return (
    <span role="note" {...attributes}>
      <bdi>{word}</bdi>
    </span>
  );
}

/** What a token tells is at most as wide as half of the window, and goes to its wider side. */
function turnInwards({ currentTarget }: Event): void {
  const token = currentTarget as HTMLElement;
  const { left, right } = token.getBoundingClientRect();
  token.classList.toggle('leftwards', left + right > document.documentElement.clientWidth);
}
