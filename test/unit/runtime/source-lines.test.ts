import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { isOfMessage, lineContents } from '../../../actions/shared/model/fingerprint.ts'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import { readContents } from '../../../actions/shared/runtime/source-lines.ts'

const SOURCE = 'import os\n\neval(input())\nprint(os)\n'

function finding(change: Partial<Finding> = {}): Finding {
  return {
    family: 'lint',
    rank: 'error',
    tool: 'ruff',
    rule: 'S307',
    message: 'eval',
    path: 'src/a.py',
    line: 3,
    ...change,
  }
}

/** A checkout, and beside it a file that is not its. */
function checkoutIn(top: string): string {
  mkdirSync(path.join(top, 'checkout/src'), { recursive: true })
  writeFileSync(path.join(top, 'outside.py'), SOURCE)
  writeFileSync(path.join(top, 'checkout/src/a.py'), SOURCE)
  writeFileSync(path.join(top, 'checkout/src/image.py'), Buffer.concat([Buffer.from(SOURCE), Buffer.alloc(1)]))
  writeFileSync(path.join(top, 'checkout/src/latin.py'), Buffer.from(`# gr\xfc\xdfe\n\n${SOURCE.slice(11)}`, 'latin1'))
  writeFileSync(path.join(top, 'checkout/src/large.py'), `${SOURCE}${'#'.repeat(4 * 1024 * 1024)}`)
  symlinkSync(path.join(top, 'outside.py'), path.join(top, 'checkout/src/link.py'))
  symlinkSync('a.py', path.join(top, 'checkout/src/inner-link.py'))
  return path.join(top, 'checkout')
}

describe('what stands where findings are', () => {
  const top = mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-test-'))
  const root = checkoutIn(top)
  afterAll(() => {
    rmSync(top, { recursive: true })
  })
  const contentOf = (change: Partial<Finding>) => {
    const one = finding(change)
    return readContents([one], root).get(one) ?? ''
  }

  it.each([
    ['its path', {}],
    ['another spelling of its path', { path: './src/../src/a.py' }],
    ['its absolute path', { path: path.join(root, 'src/a.py') }],
    ['a link within the checkout', { path: 'src/inner-link.py' }],
  ])('is read by %s', (_, change) => {
    expect(contentOf(change)).toBe(lineContents(SOURCE, new Set([3])).get(3))
  })

  it('is read of a file that is no UTF-8', () => {
    expect(isOfMessage(contentOf({ path: 'src/latin.py' }))).toBe(false)
  })

  it.each([
    ['has no place', { path: undefined }],
    ['has no line', { line: undefined }],
    ['is a secret, whose line nobody is to guess by its hash', { family: 'secrets' as const }],
    ['is at a line that the file does not have', { line: 99 }],
    ['names a file that is not there', { path: 'src/b.py' }],
    ['names a folder', { path: 'src' }],
    ['names a file outside', { path: '../outside.py' }],
    ['names a link out of the checkout', { path: 'src/link.py' }],
    ['names a binary file', { path: 'src/image.py' }],
    ['names a file of more than four megabytes', { path: 'src/large.py' }],
    ['names what no system takes for a path', { path: 'src/\0.py' }],
  ])('is the message of a finding that %s', (_, change) => {
    const content = contentOf(change)
    expect(isOfMessage(content)).toBe(true)
    expect(content).toBe(contentOf({ path: undefined }))
  })

  it('is known of every finding, and the same of two at one line', () => {
    const findings = [finding(), finding({ rule: 'E501' }), finding({ line: 1 }), finding({ path: 'gone.py' })]
    const contents = readContents(findings, root)
    expect([...contents.keys()]).toEqual(findings)
    const [first, second, third] = findings.map((one) => contents.get(one))
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('is the message where there is no checkout at all', () => {
    const one = finding()
    expect(isOfMessage(readContents([one], path.join(root, 'nowhere')).get(one) ?? '')).toBe(true)
  })
})
