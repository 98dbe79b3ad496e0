import { Fragment } from 'preact';

/** Words in a row. */
export function Words({ words }: { readonly words: readonly string[] }) {
  return (
    <span class="tokens">
      {words.map((word, place) => (
        <Fragment key={place}>
          <bdi class="word">{word}</bdi>{' '}
        </Fragment>
      ))}
    </span>
  );
}
