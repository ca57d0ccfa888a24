/** The suite's version, the same as package.json's (a test holds them together). */
export const VERSION = '1.0.0'
