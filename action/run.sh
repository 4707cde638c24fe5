#!/bin/sh
# Runs `eksgen plan`, `drift` or `apply` for action.yml, and writes the outputs of the step.
#
# In: COMMAND, SPECS, BASE, PLAN, EXPECT, FAIL_ON, SANDBOX and LOCK_TIMEOUT, the inputs of the action. Exits with 0 if
# eksgen could be run; its exit code is the output `exit-code`.
set -efu
program=$RUNNER_TEMP/eksgen/bin
reports=$(mktemp -d "$RUNNER_TEMP/eksgen-reports.XXXXXX")

refuse() {
  printf '::error::%s\n' "$1"
  exit 2
}

run() {
  code=0
  "$program/eksgen" "$@" || code=$?
}

case $SANDBOX in
  true) sandbox=--sandbox ;;
  false) sandbox= ;;
  *) refuse 'sandbox must be true or false' ;;
esac
set -- ${sandbox:+"$sandbox"} --lock-timeout "$LOCK_TIMEOUT"

report() { # runs plan or drift with all reports
  run "$@" --format github --report markdown="$reports/report.md" --report json="$reports/report.json" \
    --report html="$reports/report.html" --report sarif="$reports/report.sarif" -- $SPECS
}

apply() { # apply FILE OPTION…: applies one spec or saved plan
  count=$((count + 1))
  file=$1
  shift
  run apply "$@" --format json -- "$file" > "$reports/apply-$count.json" < /dev/null
}

list_specs() { # writes the cluster specs to a file: eksgen expands patterns, and leaves out bases that others extend
  : > "$reports/names.txt"
  run validate --format json -- $SPECS > "$reports/specs.txt"
  if [ "$code" -ne 0 ]; then
    run validate --format github -- $SPECS 2>&1
    return
  fi
  "$program/python" -I "$CHECKOUT/action/github.py" specs "$reports/specs.txt" > "$reports/names.txt"
}

case $COMMAND in
  plan)
    case $FAIL_ON in '' | none | changes) ;; *) refuse 'fail-on of plan must be changes or none' ;; esac
    report plan "$@" --detailed-exitcode ${BASE:+--base "$BASE"} ${PLAN:+--output "$PLAN"}
    ;;
  drift)
    case $FAIL_ON in
      '' | none) report drift "$@" ;;
      low | medium | high) report drift "$@" --fail-on "$FAIL_ON" ;;
      *) refuse 'fail-on of drift must be low, medium, high or none' ;;
    esac
    ;;
  apply)
    count=0
    if [ -n "$PLAN" ]; then
      apply "$PLAN" "$@"
    else
      case $EXPECT in
        any) set -- "$@" --yes ;;
        '' | pull-request) refuse 'expect must be pull-request, any or digests of plans' ;;
        *) for digest in $EXPECT; do set -- "$@" --expect "$digest"; done ;;
      esac
      list_specs
      while [ "$code" -eq 0 ] && IFS= read -r spec; do # apply takes one spec; after a failure, the next run applies the rest
        apply "$spec" "$@"
      done < "$reports/names.txt"
    fi
    ;;
  *) refuse 'command must be validate, plan, drift or apply' ;;
esac
"$program/python" -I "$CHECKOUT/action/github.py" outputs "$reports" "$code" >> "$GITHUB_OUTPUT"
