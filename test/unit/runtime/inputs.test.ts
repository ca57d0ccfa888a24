import { describe, expect, it } from '@jest/globals'
import { INPUTS, readQualityGateInputs } from '../../../actions/quality-gate/inputs.ts'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { actionInputs, readInputs, unknownInputs } from '../../../actions/shared/runtime/inputs.ts'
import { boolean, lines, names, number, oneOf, path, title } from '../../../actions/shared/runtime/input-types.ts'

function problemsOf(action: () => unknown): readonly string[] {
  try {
    action()
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
  return []
}

describe('types of inputs', () => {
  it.each([
    ['boolean', boolean, ' true ', true],
    ['boolean', boolean, 'FALSE', false],
    ['number', number(0, 100), '80.5', 80.5],
    ['number', number(-5, 5), '-1', -1],
    ['one of', oneOf(['fail', 'warn']), 'warn', 'warn'],
    ['path', path, ' a/b c.json ', 'a/b c.json'],
    ['title', title, 'unit tests', 'unit tests'],
    ['lines', lines, ' a, b \r\n\n c ', ['a, b', 'c']],
    ['names', names, 'a, b\nc,,a', ['a', 'b', 'c']],
  ])('%s takes %4$j', (_name, type, text, value) => {
    expect(type.parse(text)).toEqual({ value })
  })

  it.each([
    ['boolean', boolean, 'yes', '"yes" is not true or false'],
    ['boolean', boolean, 'tRUE', '"tRUE" is not true or false'],
    ['boolean', boolean, 'constructor', '"constructor" is not true or false'],
    ['number', number(0, 100), 'eighty', '"eighty" is not a number from 0 to 100'],
    ['number', number(0, 100), '12O', '"12O" is not a number from 0 to 100'],
    ['number', number(0, 100), '0x10', '"0x10" is not a number from 0 to 100'],
    ['number', number(0, 100), '101', '"101" is not a number from 0 to 100'],
    ['number', number(0, 100), '1e1', '"1e1" is not a number from 0 to 100'],
    ['one of', oneOf(['critical', 'high']), 'hihg', '"hihg" is not one of critical, high'],
    ['path', path, '-rf', '"-rf" is not a path (one line, not starting with "-")'],
    ['path', path, 'a\nb', '"a\\nb" is not a path (one line, not starting with "-")'],
    ['title', title, 'a\nb', '"a\\nb" is not a name of one line and at most 100 characters'],
  ])('%s refuses %3$j', (_name, type, text, problem) => {
    expect(type.parse(text)).toEqual({ problems: [problem] })
  })
})

describe('reading inputs', () => {
  it('gives typed values, defaults where nothing or blank is given, and undefined without a default', () => {
    const inputs = readInputs(
      INPUTS,
      actionInputs({ INPUT_REPORTS: 'a.xml', 'INPUT_ON-UNKNOWN': 'warn', INPUT_NAME: ' ' }),
    )
    expect(inputs).toMatchObject({
      onUnknown: 'warn',
      name: 'quality-gate',
      policyFile: '.github/cicd.yml',
      summary: true,
    })
    expect(inputs.reports).toEqual([expect.objectContaining({ glob: 'a.xml' })])
    expect(inputs.rules).toBeUndefined()
    // The expression is a runner's to evaluate.
    expect(inputs.leg).toBeUndefined()
  })

  it('tells of every wrong input at once, each with its value and what is allowed', () => {
    const environment = {
      INPUT_REPORTS: '',
      INPUT_RULES: 'coverage.lin >= 80\ntests.failed = 0',
      'INPUT_ON-UNKNOWN': 'ignore',
      INPUT_ANNOTATIONS: 'yes',
    }
    const problems = problemsOf(() => readQualityGateInputs(actionInputs(environment), () => false))
    expect(problems.join('\n')).toContain('reports: is required')
    expect(problems.join('\n')).toContain('did you mean coverage.line?')
    expect(problems).toContain('on-unknown: "ignore" is not one of fail, warn')
    expect(problems).toContain('annotations: "yes" is not one of true, false, checks, all')
    expect(problems).toHaveLength(5)
  })

  it('looks for a policy file only where no input names the reports', () => {
    const asked: string[] = []
    const read = (environment: Record<string, string>, isThere: boolean) =>
      readQualityGateInputs(actionInputs(environment), (file) => {
        asked.push(file)
        return isThere
      })
    expect(read({ INPUT_REPORTS: 'a.xml' }, false).reports).toHaveLength(1)
    expect(asked).toEqual([])
    expect(read({ 'INPUT_POLICY-FILE': 'gate.yml' }, true).reports).toBeUndefined()
    expect(asked).toEqual(['gate.yml'])
    expect(problemsOf(() => read({}, false))).toEqual([
      'reports: is required: name the files here (reports/**/*.xml), or in the section reports of .github/cicd.yml, which is not there',
    ])
    // A wrong one is no missing one.
    expect(problemsOf(() => read({ INPUT_REPORTS: 'format=junitt a.xml' }, false))).toHaveLength(1)
  })

  it('names an input that is not known and the nearest one that is', () => {
    const warnings = unknownInputs(INPUTS, { 'INPUT_ON-UNKOWN': 'warn', INPUT_REPORTS: 'x', OTHER: 'y' })
    expect(warnings).toEqual(['the input "on-unkown" is not known and changes nothing; did you mean on-unknown?'])
  })
})
