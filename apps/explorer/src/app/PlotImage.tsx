import * as Plot from '@observablehq/plot';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A picture by Plot, not yet in the document, and the scales it was drawn with. */
export type Picture = ReturnType<typeof Plot.plot>;

/**
 * Draws marks without styles of Plot's own, which the policy of the page would refuse: they are taken out before the
 * picture enters the document. Letters and colours are those of the text around.
 */
export function draw(options: Plot.PlotOptions): Picture {
  const picture = Plot.plot({ className: 'plot', ...options });
  for (const style of picture.querySelectorAll('style')) style.remove();
  // Plot names its groups, which as parts of one image have no names.
  for (const group of picture.querySelectorAll('[aria-label]')) group.removeAttribute('aria-label');
  return picture;
}

interface PlotImageProps {
  readonly picture: Picture;
  /** What it shows, for those who do not see it. */
  readonly label: string;
}

/** A picture as an image of the page. */
export function PlotImage({ picture, label }: PlotImageProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', label);
    place.current!.replaceChildren(picture);
  }, [picture, label]);
  return <div ref={place} class="drawn" />;
}
