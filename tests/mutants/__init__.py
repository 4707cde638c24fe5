"""`make mutants`: seeded mutation testing, which shows whether the tests would notice a fault.

Each mutant is one small fault in one source file: a negated condition, another comparison operator, a number
that is off by one, a dropped row of a table, a deleted assignment. The mutants are tested in copies of the
checkout, so the checkout itself is never changed. A mutant is killed if a test fails or hangs, and survives if
all tests pass; a survivor is either a missing test or a change that makes no difference.

First the tests that need no AWS provider run once without a mutation. Then each mutant runs the test files that
import its module, directly or through other modules: the mirrored file first, then by common folders and by
distance in the import graph, and not more than `--files` of them (0 runs all, which costs minutes for each
survivor).

    make mutants MUTANTS="--paths engine/drift catalog --count 20 --seed 7"

The same seed on the same sources gives the same mutants in the same order. Not part of CI: a survivor is
something to look at, not a failure.
"""
