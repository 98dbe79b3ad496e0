// The entry that nx.json names. Nx loads TypeScript through Node's type stripping; where Node has none it turns to
// the API of the TypeScript compiler, which TypeScript 7 does not offer, and fails without saying why.
if (!process.features.typescript) {
  throw new Error(`needs Node 24, this is ${process.version}; start Nx with "npx nx", which brings Node 24`);
}

export const { createNodes, name } = await import('./src/index.ts');
