/*
 * golint and `go vet` print a place and a sentence, without a code: they are told apart by how their sentences begin.
 */

/** Beginnings of golint's sentences (https://github.com/golang/lint, frozen). */
export const GOLINT_WORDS = `(?:${[
  String.raw`exported \S+ .* (?:should have|or be unexported)`,
  String.raw`comment on exported`,
  String.raw`should (?:replace|omit|drop|have a package comment|not use dot imports)`,
  String.raw`don't use`,
  String.raw`if block ends with`,
  String.raw`a blank import`,
  String.raw`receiver name`,
  String.raw`error (?:var|strings?) `,
  String.raw`package comment `,
  String.raw`type name will be`,
  String.raw`method parameter`,
  String.raw`(?:var|func|type|const|struct field|range var|interface method \w+|method|func parameter|func result) \S+ should be `,
].join('|')})`

/** Beginnings of those of the analysers that `go vet` runs (https://pkg.go.dev/cmd/vet). */
export const VET_WORDS = `(?:${[
  String.raw`fmt\.\w+ `,
  String.raw`\S+ (?:format|call) .*(?:%|arg|directive|verb)`,
  String.raw`self-assignment of `,
  String.raw`unreachable code$`,
  String.raw`possible misuse of `,
  String.raw`struct field tag `,
  String.raw`result of \S+ call not used`,
  String.raw`composite literal uses `,
  String.raw`.*passes lock by value`,
  String.raw`.*copies lock value`,
  String.raw`the cancel function `,
  String.raw`using \S+ before checking for errors`,
  String.raw`loop variable `,
].join('|')})`
