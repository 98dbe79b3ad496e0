/** Tags of an SVG that are not closed in the order they were opened, or have an attribute that is not quoted. */
export function unbalanced(svg: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [tag] of svg.matchAll(/<[^>]*>/g)) {
    if (!/^<(\/[a-zA-Z]+|[a-zA-Z]+( [a-zA-Z:0-9-]+="[^"<]*")*\s?\/?)>$/.test(tag)) wrong.push(tag);
    if (tag.startsWith('</')) {
      if (open.pop() !== tag.slice(2, -1)) wrong.push(tag);
    } else if (!tag.endsWith('/>')) open.push(/^<([a-zA-Z]+)/.exec(tag)?.[1] ?? tag);
  }
  return [...wrong, ...open];
}
