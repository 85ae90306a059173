"""Undo and redo: what one planner changed in this session, step by step.

A step holds changes of items and not a whole project, so that taking it back leaves what others
have changed in the meantime as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.project.changes import Change, applied, conflicts_with
from geo.project.fault import ProjectError
from geo.project.project import Project

MOST_STEPS = 100
Step = tuple[Change, ...]


@dataclass(frozen=True)
class History:
    """Steps that can be taken back, and steps that were taken back and can be made again.

    Attributes
    ----------
    past, future : tuple of Step
        Oldest first; the next to be made again last.

    Examples
    --------
    >>> from geo.project.changes import changes_between
    >>> old, new = Project("Oud"), Project("Nieuw")
    >>> history = History().done(changes_between(old, new))
    >>> history, back = history.undone(new)
    >>> back.name, history.redone(back)[1].name
    ('Oud', 'Nieuw')
    """

    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    def done(self, changes: Sequence[Change]) -> History:
        """Return the history with one more step; what was taken back can no longer be made."""
        if not changes:
            return self
        return History((*self.past, tuple(changes))[-MOST_STEPS:])

    def undone(self, project: Project) -> tuple[History, Project]:
        """Take the last step back.

        Raises
        ------
        ProjectError
            ``project_undo`` when there is none, or somebody else has changed what it changed.
        """
        if not self.past:
            raise ProjectError("project_undo", count=0)
        step = self.past[-1]
        made = _made(project, [Change(c.item, c.after, c.before) for c in reversed(step)])
        return replace(self, past=self.past[:-1], future=(*self.future, step)), made

    def redone(self, project: Project) -> tuple[History, Project]:
        """Make the step again that was taken back last.

        Raises
        ------
        ProjectError
            As `undone`.
        """
        if not self.future:
            raise ProjectError("project_undo", count=0)
        step = self.future[-1]
        return replace(self, past=(*self.past, step), future=self.future[:-1]), _made(project, step)


def _made(project: Project, changes: Sequence[Change]) -> Project:
    conflicts = conflicts_with(changes, project)
    if conflicts:
        raise ProjectError("project_undo", count=len(conflicts))
    return applied(project, changes)
