import type { ComponentChildren } from 'preact';

/** Something wide, which scrolls sideways: by the keyboard too, so it can be reached although nothing in it can. */
export function Scroll({ children }: { readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable
    // biome-ignore lint/a11y/useSemanticElements: it groups no fields
    <div class="scroll" tabIndex={0} role="group" aria-label="Table">
      {children}
    </div>
  );
}
