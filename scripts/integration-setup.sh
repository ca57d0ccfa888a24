#!/usr/bin/env bash
# Installs the real tools that integration tests and fixture scripts run.
#
#   scripts/integration-setup.sh               all of them
#   scripts/integration-setup.sh python act    these
#
# Each is kept in ${XDG_CACHE_HOME:-~/.cache}/cicd-actions-tools/<tool>-<version>; what is there is not
# installed again. stdout has one folder of executables per tool, in the order asked for; the rest goes to stderr.
# Debian's packages (`system`) need root; without it, or without apt, the missing commands are named and the exit status is 1.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cicd-actions-tools

act_version=0.2.89
semgrep_version=1.182.0
# GitHub for tests: a stateful emulator, a proxy that holds every request against GitHub's own API description, and that
# description. The emulator exactly in this version: its `latest` is another package.
emulate_version=0.12.2
prism_version=5.16.0
openapi_version=23.0.2
# Stands in for the storage behind the cache of GitHub Actions.
azurite_version=3.35.0

# Microsoft's validator of SARIF, with GitHub's rules. Its npm package brings the program for this system as a dependency.
sarif_multitool_version=5.7.0

# The commands that must exist, and Debian's packages which have them.
system_commands=(xmllint hyperfine chromium shellcheck)
system_packages=(libxml2-utils hyperfine chromium shellcheck)

say() { printf '%s\n' "$*" >&2; }

# A folder counts only with its `.complete` mark: an interrupted installation is begun again.
installed() { # <folder> <function that installs into it>
  local folder=$1 install=$2
  if [ ! -e "$folder/.complete" ]; then
    say "installing $(basename "$folder")"
    rm -rf "$folder"
    mkdir -p "$folder"
    "$install" "$folder" >&2
    touch "$folder/.complete"
  fi
}

venv_with() { # <folder> <pip arguments>
  python3 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check "${@:2}"
}

install_python() { venv_with "$1" -r "$here/integration-setup.requirements.txt"; }
install_semgrep() { venv_with "$1" "semgrep==$semgrep_version"; }
install_act() { GOBIN="$1/bin" GOFLAGS=-p=2 go install "github.com/nektos/act@v$act_version"; }

install_github() {
  (cd "$1" && npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$1" \
    "emulate@$emulate_version" "@stoplight/prism-cli@$prism_version" "@octokit/openapi@$openapi_version")
  # 350 MB of descriptions of other GitHubs.
  find "$1/node_modules/@octokit/openapi/generated" -name '*.json' ! -name api.github.com.json -delete
}

install_azurite() {
  (cd "$1" && npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$1" "azurite@$azurite_version")
}

install_sarif() {
  (cd "$1" && npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$1" \
    "@microsoft/sarif-multitool@$sarif_multitool_version")
}

setup_python() {
  local hash python
  hash=$(sha256sum "$here/integration-setup.requirements.txt" | cut -c1-12)
  python=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  installed "$cache/python$python-$hash" install_python
  echo "$cache/python$python-$hash/bin"
}

setup_semgrep() {
  installed "$cache/semgrep-$semgrep_version" install_semgrep
  echo "$cache/semgrep-$semgrep_version/bin"
}

setup_act() {
  installed "$cache/act-$act_version" install_act
  echo "$cache/act-$act_version/bin"
}

setup_github() {
  local folder="$cache/github-$emulate_version-$prism_version-$openapi_version"
  installed "$folder" install_github
  echo "$folder/node_modules/.bin"
}

setup_azurite() {
  installed "$cache/azurite-$azurite_version" install_azurite
  echo "$cache/azurite-$azurite_version/node_modules/.bin"
}

# The program itself: the package's own starter hands parameters to a shell, which takes `Sarif;Ghas` apart.
setup_sarif() {
  local folder="$cache/sarif-multitool-$sarif_multitool_version"
  installed "$folder" install_sarif
  local program
  program=$(find "$folder/node_modules/@microsoft" -maxdepth 2 -type f -name 'Sarif.Multitool' | head -n 1)
  [ -n "$program" ] || { say "sarif-multitool has no program for this system"; return 1; }
  chmod +x "$program"
  dirname "$program"
}

setup_system() {
  local missing=() command
  for command in "${system_commands[@]}"; do
    command -v "$command" >/dev/null || missing+=("$command")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
      say "missing: ${missing[*]}; install ${system_packages[*]}"
      return 1
    fi
    say "installing ${system_packages[*]}"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${system_packages[@]}" >&2
  fi
  echo /usr/bin
}

# What cannot be installed is missed by the tests of the scanners alone.
setup_scanners() { "$here/scanners-setup.sh" || say "scanners are missing: their tests will fail"; }

tools=("$@")
[ ${#tools[@]} -gt 0 ] || tools=(python semgrep act github azurite sarif system scanners)
for tool in "${tools[@]}"; do
  case $tool in
    python | semgrep | act | github | azurite | sarif | system | scanners) "setup_$tool" ;;
    *)
      say "\"$tool\" is not one of python, semgrep, act, github, azurite, sarif, system, scanners"
      exit 2
      ;;
  esac
done
