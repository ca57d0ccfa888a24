import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'

const FOLDER = path.join(import.meta.dirname, 'golden')

/** Compares with a file under golden/ (its suffix keeps Prettier away). `UPDATE_GOLDEN=1` writes it instead; read the difference before you commit it. */
export function expectGolden(name: string, actual: string): void {
  const file = path.join(FOLDER, `${name}.golden`)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, actual)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : undefined).toBe(actual)
}
