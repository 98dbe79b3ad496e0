export { copyForTests, type TestCopy } from './copyForTests.ts';
