import { describe, expect, it } from '@jest/globals'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import type { Status } from '../../../actions/shared/model/status.ts'
import { runStep, type StepChannels, stepOn } from '../../../actions/shared/runtime/step.ts'

function recorder(overrides: Partial<StepChannels> = {}) {
  const log: string[] = []
  const outputs: Record<string, string> = {}
  const pages: string[] = []
  const codes: number[] = []
  const channels: StepChannels = {
    environment: {},
    clock: () => 0,
    write: (text) => log.push(text),
    output: (name, value) => {
      outputs[name] = value
      return true
    },
    summary: (markdown) => pages.push(markdown) > 0,
    exit: (code) => codes.push(code),
    ...overrides,
  }
  return { step: stepOn(channels), log, outputs, pages, codes }
}

describe('a step', () => {
  it.each([
    ['pass', 0],
    ['warn', 0],
    ['unknown', 1],
    ['fail', 1],
  ] satisfies [Status, number][])('with the verdict %s ends with exit code %i', async (status, code) => {
    const { step, codes } = recorder()
    await runStep(step, 'gate', () => Promise.resolve(status))
    expect(codes).toEqual([code])
  })

  it('with wrong inputs names every problem in log and summary, and says unknown', async () => {
    const { step, log, outputs, pages, codes } = recorder()
    await runStep(step, 'gate', () =>
      Promise.reject(new ConfigurationError(['a: "1" is wrong', 'b: ``` ##[error] @x'])),
    )
    expect(log).toEqual([
      '::error title=gate%3A wrong input::a: "1" is wrong\n',
      '::error title=gate%3A wrong input::b: ``` #\u200b#\u200b[error] @x\n',
    ])
    expect(pages.join('')).toContain('````text\na: "1" is wrong\nb: ``` ##[error] @x\n````')
    expect([outputs, codes]).toEqual([{ status: 'unknown' }, [1]])
  })

  it('annotates ten problems and logs the others', async () => {
    const { step, log } = recorder()
    const problems = Array.from({ length: 12 }, (_, index) => `problem ${index + 1}`)
    await runStep(step, 'gate', () => Promise.reject(new ConfigurationError(problems)))
    expect(log.filter((line) => line.startsWith('::error'))).toHaveLength(10)
    expect(log.slice(10)).toEqual(['problem 11\n', 'problem 12\n'])
  })

  it('that meets our own bug says so, with the stack for debugging only', async () => {
    const { step, log, outputs, pages, codes } = recorder()
    await runStep(step, 'gate', () => Promise.reject(new TypeError('x is undefined')))
    expect(log[0]).toMatch(/^::error title=gate%3A unexpected error::x is undefined\. This is a bug of cicd-actions/)
    expect(log[1]).toMatch(/^::debug::TypeError: x is undefined%0A/)
    expect(pages.join('')).toContain('x is undefined')
    expect([outputs, codes]).toEqual([{ status: 'unknown' }, [1]])
  })

  it('prints what has no file of its own, and goes on where a file cannot be written', () => {
    const none = recorder({ output: () => false, summary: () => false })
    none.step.output('status', 'pass')
    none.step.summary('# page')
    expect(none.log).toEqual(['status=pass\n', '# page\n'])
    const full = recorder({
      summary: () => {
        throw new Error('ENOSPC: no space left')
      },
    })
    full.step.summary('# page')
    expect(full.log).toEqual(['::warning::could not be written: ENOSPC: no space left\n', '# page\n'])
  })

  it('logs no command that a report smuggled in', () => {
    const { step, log } = recorder()
    step.log('::error::x\n  ::set-output name=a::b\nc ##[add-mask]d')
    expect(
      log
        .join('')
        .split('\n')
        .filter((line) => line.trim().startsWith('::') || line.includes('##[')),
    ).toEqual([])
  })
})
