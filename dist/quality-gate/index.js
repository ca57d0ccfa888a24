import { entryPoints } from '../index.js'

const { run } = await entryPoints['quality-gate']()
await run()
