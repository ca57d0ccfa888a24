import { entryPoints } from '../index.js'

const { run } = await entryPoints['version-check']()
await run()
