import { entryPoints } from '../index.js'

const { run } = await entryPoints['status-summary']()
await run()
