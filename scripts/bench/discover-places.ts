// Finds the places of versions in the repository that this process runs in, and writes how many files were read and how
// many places were found, as JSON, into the file named by the argument.

import { writeFileSync } from 'node:fs'
import { gitProgram } from '../../actions/shared/runtime/git.ts'
import { discover } from '../../actions/version-check/places/discover.ts'
import { listRepository, textReader } from '../../actions/version-check/repository-files.ts'

const [told = ''] = process.argv.slice(2)
const { files } = await listRepository(gitProgram(process.env, false), process.cwd())
const { places, filesRead } = await discover(files, textReader(process.cwd()), ['shop'])
writeFileSync(told, JSON.stringify({ filesRead, places: places.length }))
