"""The rules of the intake: one small class a file, in packages by subject.

`geo.intake.process.rule_list` has the order in which they are applied.
"""
