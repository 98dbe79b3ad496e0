/**
 * A stand-in for kubectl in tests: passes what is typed to a {@link LocalCluster}, whose address is in
 * `LOCAL_CLUSTER`, and prints what that answers. It is no kubectl, and reaches no other cluster.
 */
import { text } from 'node:stream/consumers';
import type { KubectlAnswer } from './cluster/kubectlAnswers.ts';

const response = await fetch(`${process.env.LOCAL_CLUSTER}/kubectl`, {
  method: 'POST',
  body: JSON.stringify({ words: process.argv.slice(2), input: await text(process.stdin) }),
});
const { code, stdout, stderr } = (await response.json()) as KubectlAnswer;
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
