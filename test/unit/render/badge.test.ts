import { it } from '@jest/globals'
import { STATUSES } from '../../../actions/shared/model/status.ts'
import { renderBadge } from '../../../actions/shared/render/badge.ts'
import { expectGolden } from './golden.ts'

it.each(STATUSES)('draws the badge of %s as its golden file has it', (status) => {
  expectGolden(`badge-${status}.svg`, renderBadge(status, { label: 'quality gate' }))
})
