/** @type {import('jest').Config} */
export default {
  testMatch: [
    '<rootDir>/test/unit/**/*.test.ts',
    '<rootDir>/test/contract/**/*.test.ts',
    '<rootDir>/test/e2e/**/*.test.ts',
  ],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // What swc may read is given here whole, so that no stray .swcrc changes what the tests run.
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['build/', 'dist/', 'scripts/http-client-lazy/', 'test/fixtures/'].map(
    (at) => `<rootDir>/${at}`,
  ),
  watchPathIgnorePatterns: ['<rootDir>/build/'],
  testTimeout: 30_000,
}
