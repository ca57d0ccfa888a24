import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ConfigurationError, EvidenceError } from '../../../actions/shared/model/errors.ts'
import { definitionOf, METRICS, NAMESPACES } from '../../../actions/shared/model/metrics.ts'
import { STATUSES, worstOf } from '../../../actions/shared/model/status.ts'

describe('the worst of several statuses', () => {
  it('of none is unknown: nothing is green that was not seen', () => {
    expect(worstOf([])).toBe('unknown')
    expect(worstOf(new Set())).toBe('unknown')
  })

  it('is one of them, and none is worse', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES), { minLength: 1 }), (statuses) => {
        const worst = worstOf(statuses)
        expect(statuses).toContain(worst)
        expect(statuses.every((status) => STATUSES.indexOf(status) <= STATUSES.indexOf(worst))).toBe(true)
      }),
    )
  })

  it('is unknown rather than a pass or a warning, and a failure rather than unknown', () => {
    expect(worstOf(['pass', 'unknown', 'warn'])).toBe('unknown')
    expect(worstOf(['pass', 'unknown', 'fail'])).toBe('fail')
  })
})

describe('the catalogue of metrics', () => {
  it('has a metric of its namespaces or none, and gives any other name to the team', () => {
    expect(definitionOf('tests.failed')).toBe(METRICS['tests.failed'])
    for (const namespace of NAMESPACES) expect(definitionOf(`${namespace}.no-such-metric`)).toBeUndefined()
    for (const name of ['tests', 'tests.', 'coverage', 'tests.toString']) expect(definitionOf(name)).toBeUndefined()
    for (const name of ['bundle.size', 'constructor', '__proto__', 'x']) {
      expect(definitionOf(name)?.description).toMatch(/own metric/)
    }
  })

  it('names only what lies in a namespace', () => {
    for (const name of Object.keys(METRICS)) expect(NAMESPACES as readonly string[]).toContain(name.split('.', 1)[0])
  })
})

describe('errors', () => {
  it('tell all problems of a configuration together', () => {
    const error = new ConfigurationError(['a is wrong', 'b is wrong'])
    expect(error.message).toBe('a is wrong; b is wrong')
    expect(new ConfigurationError('a is wrong').problems).toEqual(['a is wrong'])
  })

  it('are known by their class and name', () => {
    expect(new EvidenceError('x')).toBeInstanceOf(Error)
    expect(new EvidenceError('x').name).toBe('EvidenceError')
  })
})
