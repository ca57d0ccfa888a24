import { programs } from './index.js'

const { run } = await programs['baseline-cache']()
await run()
