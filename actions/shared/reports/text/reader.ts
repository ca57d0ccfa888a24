import type { Reading } from '../../model/evidence.ts'
import { utf8Reader } from '../encoding.ts'
import type { ReportReader } from '../reader.ts'
import { plainLines } from './plain-lines.ts'

/**
 * A reader of a format of lines, in any encoding and without a terminal's colors.
 * `finish` is told whether the last line was ended.
 */
export function textReader(
  line: (text: string, number: number) => void,
  finish: (endsWithNewline: boolean) => Reading,
): ReportReader {
  const splitter = plainLines(line)
  return utf8Reader(splitter, () => {
    return finish(splitter.endsWithNewline)
  })
}
