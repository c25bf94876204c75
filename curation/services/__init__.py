"""What editors do with issues.

assembling  learn of works that may enter one
building    begin an issue, put works in and take them out, order them, write its texts
publishing  publish it
"""
