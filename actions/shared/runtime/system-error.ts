/** An error that the operating system gave: its `message` says what, its `code` says it shortly (ENOENT). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error
}
