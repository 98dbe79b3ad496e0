/** Tags of an SVG that are not closed in the order they were opened, or have an attribute without quotes. */
export function malformed(svg: string): string[] {
  const open: string[] = [];
  const wrong = [...svg.matchAll(/<[^>]*>/g)].flatMap(([tag]) => {
    if (!/^<(\/[a-zA-Z]+|[a-zA-Z]+( [a-zA-Z:0-9-]+="[^"<]*")*\s?\/?)>$/.test(tag)) return [tag];
    if (tag.startsWith('</')) return open.pop() === tag.slice(2, -1) ? [] : [tag];
    if (!tag.endsWith('/>')) open.push(/^<([a-zA-Z]+)/.exec(tag)![1]!);
    return [];
  });
  return [...wrong, ...open];
}
