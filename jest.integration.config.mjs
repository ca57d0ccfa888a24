import config from './jest.config.mjs'

/** Tests over real tools and whole servers: slower, and only after scripts/integration-setup.sh. */
export default {
  ...config,
  testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
  testTimeout: 180_000,
  // The tools are many processes of their own.
  maxWorkers: 2,
}
