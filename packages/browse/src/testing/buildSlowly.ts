// Builds the index of a source, and tells its parent when it is amid the second part.
import { openIndex, type Source } from '../index.ts';

const [file, source] = process.argv.slice(2) as [string, string];
let told = false;
await openIndex(file, [JSON.parse(source) as Source], {
  onProgress: (rollouts) => {
    if (told || rollouts < 25_000) return;
    told = true;
    process.send!(rollouts);
    // Until it is killed.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
