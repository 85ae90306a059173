"""A planner's own files: read right, or told plainly why not, and nothing lost.

`geo.intake.process.sandbox.read_upload` is the way in: content is looked at before anything opens
it, the reading is done in a process of its own that can be ended, and what comes back is a
`geo.intake.model.result.Intake`.
"""
