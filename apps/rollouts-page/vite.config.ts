import { defineConfig } from 'vite';

// One classic script and one style sheet, which `rolloutsPage` puts into the page.
export default defineConfig({
  define: { 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'build',
    target: 'es2022',
    lib: {
      entry: 'src/app/main.tsx',
      formats: ['iife'],
      name: 'rollouts',
      fileName: () => 'rollouts.js',
      cssFileName: 'rollouts',
    },
    reportCompressedSize: false,
  },
});
