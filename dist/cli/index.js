#!/usr/bin/env node
import { entryPoints } from '../index.js'

const { run } = await entryPoints.cli()
await run(process.argv.slice(2))
