import { CONTROL_WORDS } from '@vestige/environment';
import { Fragment } from 'preact';

interface WordsProps {
  readonly tokens: Iterable<number>;
  readonly vocabulary: readonly string[];
}

/** Tokens as plain words; those that only steer the policy are set back. */
export function Words({ tokens, vocabulary }: WordsProps) {
  return (
    <span class="tokens">
      {Array.from(tokens, (token, place) => (
        <Fragment key={place}>
          <bdi class={isControl(token) ? 'word quiet' : 'word'}>{vocabulary[token]}</bdi>{' '}
        </Fragment>
      ))}
    </span>
  );
}

/** Whether a token is one of those at the head of every vocabulary. */
export function isControl(token: number): boolean {
  return token < CONTROL_WORDS.length;
}
