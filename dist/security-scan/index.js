import { entryPoints } from '../index.js'

const { run } = await entryPoints['security-scan']()
await run()
