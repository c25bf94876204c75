"""What editors do with issues.

assembling  learn of works that may enter one
building    begin an issue, put works in and take them out, order them, write its texts
declaring   declare competing interests of its works
publishing  publish it
locking     a step of all of them: lock the issue
"""
