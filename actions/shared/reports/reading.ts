/*
 * What most readers stand on. The loader imports it, so that the bundler finds it there and does not put a copy into the
 * chunk of every format.
 */
import './coverage-metrics.ts'
import './encoding.ts'
import './coverage-tally.ts'
import './finding-metrics.ts'
import './json/reader.ts'
import './json/shape.ts'
import './lint/json-findings.ts'
import './lint/line-findings.ts'
import '../model/package-url.ts'
import './security/cvss.ts'
import './security/details.ts'
import './security/packages.ts'
import './security/materials.ts'
import './security/security-report.ts'
import './security/waiting-findings.ts'
import './test-metrics.ts'
import './test-recorder.ts'
import './text/lines.ts'
import './xml-source.ts'
