import type { Language } from './place.ts'

const IMAGES: Readonly<Record<string, Language>> = {
  ...{ python: 'python', node: 'node', golang: 'go', rust: 'rust', ruby: 'ruby', php: 'php' },
  ...{ openjdk: 'java', 'eclipse-temurin': 'java', amazoncorretto: 'java', jdk: 'java' },
}

/** The language whose version the tag of an image names: of Docker's own images and of Microsoft's for .NET. */
export function languageOfImage(repository: string): Language | undefined {
  if (/(^|\/)dotnet\/(sdk|runtime|aspnet)$/.test(repository)) return 'dotnet'
  const name = repository.replace(/^(?:docker\.io\/)?(?:library\/)?/, '')
  return Object.hasOwn(IMAGES, name) ? IMAGES[name] : undefined
}

/** Build arguments that hold a language's version. */
export const LANGUAGE_OF_VARIABLE: Readonly<Record<string, Language | undefined>> = {
  ...{ PYTHON_VERSION: 'python', NODE_VERSION: 'node', GO_VERSION: 'go', GOLANG_VERSION: 'go', JAVA_VERSION: 'java' },
  ...{ RUST_VERSION: 'rust', RUBY_VERSION: 'ruby', DOTNET_VERSION: 'dotnet', PHP_VERSION: 'php' },
}

/** Inputs of the setup actions of workflows. */
export const LANGUAGE_OF_INPUT: Readonly<Record<string, Language | undefined>> = {
  ...{ 'python-version': 'python', 'node-version': 'node', 'go-version': 'go', 'java-version': 'java' },
  ...{ 'ruby-version': 'ruby', 'dotnet-version': 'dotnet', 'php-version': 'php' },
}

/** Tools of .tool-versions (asdf and mise). */
export const LANGUAGE_OF_TOOL: Readonly<Record<string, Language | undefined>> = {
  ...{ python: 'python', nodejs: 'node', node: 'node', golang: 'go', go: 'go', java: 'java', rust: 'rust' },
  ...{ ruby: 'ruby', php: 'php', dotnet: 'dotnet', 'dotnet-core': 'dotnet' },
}

/** The numbers that a tag or a pin begins with: `3.12` of `3.12-slim`; '' where it begins otherwise. */
export function leadingVersion(text: string): string {
  return /^\d+(?:\.\d+)*/.exec(text)?.[0] ?? ''
}
