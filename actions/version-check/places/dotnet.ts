import { finders, type Finder, named } from './finds.ts'
import { elementsAt } from './xml-tree.ts'

const PROPERTIES = ['Version', 'VersionPrefix', 'PackageVersion', 'InformationalVersion']

export const DOTNET_FINDERS: readonly Finder[] = finders([
  {
    id: 'msbuild',
    matches: named(/\.(cs|fs|vb)proj$/, 'Directory.Build.props', 'Directory.Build.targets'),
    names: (source) => {
      const base = /^(.*)\.(?:cs|fs|vb)proj$/.exec(source.base)?.[1]
      return Promise.resolve([base])
    },
    find: (source, finds) => {
      const project = source.xml()
      for (const name of PROPERTIES) {
        for (const { value } of elementsAt(project, 'PropertyGroup', name)) {
          if (value) finds.text(value, { scheme: 'nuget', role: 'version', what: `the .NET property ${name}` })
        }
      }
      for (const { value } of elementsAt(project, 'PropertyGroup', 'VersionSuffix')) {
        if (value) finds.elsewhere(value.start, 'VersionSuffix is added to VersionPrefix when it builds')
      }
    },
  },
  {
    id: 'nuspec',
    matches: named(/\.nuspec$/),
    find: (source, finds) => {
      for (const { value } of elementsAt(source.xml(), 'metadata', 'version')) {
        if (value) finds.text(value, { scheme: 'nuget', role: 'version', what: 'the NuGet package version' })
      }
    },
  },
])
