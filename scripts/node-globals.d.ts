import type * as util from 'node:util'

// @types/node 20 declares this global as a value only; in Node it has been a class since version 11.
declare global {
  type TextDecoder = util.TextDecoder
}
