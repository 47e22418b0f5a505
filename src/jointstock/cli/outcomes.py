"""Exit codes, the same for every command.

==== =============================================
exit meaning
==== =============================================
0    done
1    findings of `verify`, a gap that `certify` finds
2    faulty input, options or files
3    no plan: a limit, memory or a hard contradiction
130  cancelled
==== =============================================
"""

DONE, FINDINGS, FAULTY, NO_PLAN, CANCELLED = 0, 1, 2, 3, 130
