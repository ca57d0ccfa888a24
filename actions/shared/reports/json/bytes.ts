export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
export const OPEN_ARRAY = 0x5b
export const CLOSE_ARRAY = 0x5d
export const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** What a byte means outside of strings. */
export const PLAIN = 0
export const SPACE = 1
export const SEPARATES = 2
export const OPENS = 3
export const CLOSES = 4
export const QUOTES = 5
export const KIND = new Uint8Array(256)
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) KIND[byte] = SPACE
KIND[OPEN_ARRAY] = OPENS
KIND[OPEN_OBJECT] = OPENS
KIND[CLOSE_ARRAY] = CLOSES
KIND[CLOSE_OBJECT] = CLOSES
KIND[QUOTE] = QUOTES
KIND[COMMA] = SEPARATES
