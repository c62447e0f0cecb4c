# Finds the newest installed Java, for mvnw and pgext. POSIX shell, to be sourced; it runs no other
# programs and no subshells where it can, as each costs a start 2 to 10 ms.

# Sets version to that of the Java in directory $1 as its release file says it: 25.0.3
java_version() {
  version=
  [ -r "$1/release" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
    JAVA_VERSION=*)
      line=${line#*\"}
      version=${line%\"*}
      return
      ;;
    esac
  done <"$1/release"
}

# Sets order to a number that grows with version $1: 25.0.3 -> 25000003, 1.8.0_412 -> 8000412
java_order() {
  rest=${1#1.}
  order=0
  for place in 1 2 3; do
    part=${rest%%[!0-9]*}
    rest=${rest#"$part"}
    rest=${rest#[!0-9]}
    while :; do # a number that begins with 0 would be an octal one
      case $part in 0?*) part=${part#0} ;; *) break ;; esac
    done
    order=$((order * 1000 + ${part:-0}))
  done
}

# Every place where a Java may be, one a line.
java_candidates() {
  printf '%s\n' "$PGEXT_JAVA_HOME" "$JAVA_HOME"
  on_path=$(command -v java) && on_path=$(readlink -f "$on_path" 2>/dev/null) &&
    printf '%s\n' "${on_path%/bin/java}"
  for candidate in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    "$HOME"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/*/libexec/openjdk.jdk/Contents/Home; do
    [ -f "$candidate/release" ] && printf '%s\n' "$candidate"
  done
}

# Prints the home of the newest Java that has the program bin/$1 and is version 21 or newer;
# PGEXT_JAVA_HOME wins if it is one. Fails if there is none.
newest_java() {
  best=
  best_order=21000000
  while IFS= read -r home; do
    [ -n "$home" ] && [ -x "$home/bin/$1" ] || continue
    java_version "$home"
    java_order "$version"
    [ "$order" -ge "$best_order" ] || continue
    best=$home
    [ "$home" = "$PGEXT_JAVA_HOME" ] && break
    best_order=$((order + 1))
  done <<LIST
$(java_candidates)
LIST
  [ -n "$best" ] && printf '%s\n' "$best"
}
