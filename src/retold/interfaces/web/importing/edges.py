"""Moving the edges between a file's parts: pure functions over each line's role (None: story).

Blank lines have no role of their own: they go with their neighbours where both agree. A run is a stretch of
lines of one role, blank lines left out of account; an edge stands before the first line of a run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retold.manuscript.model import FRONT_MATTER_ROLES

Role = str | None


def applied(posted: Mapping[str, str], roles: Sequence[Role], blank: Sequence[bool]) -> list[Role]:
    """The roles after what a form asks for; what it asks wrongly changes nothing.

    `role-N` says what line N is; `edge` "N:up" or "N:down" moves the edge before line N by a line, `move` "N:M"
    puts it before line M, `begin` "N:role" lets a role begin at line N ("" is the story).
    """
    changed = list(roles)
    for number in range(1, len(roles) + 1):
        said = posted.get(f"role-{number}")
        if said is not None and _known(said) and not blank[number - 1]:
            changed[number - 1] = said or None
    for asked, apply in (("edge", _edge), ("move", _move), ("begin", _begin)):
        line, _, what = posted.get(asked, "").partition(":")
        if _is_line(line, blank):
            changed = apply(changed, blank, int(line), what)
    return settled(changed, blank) if changed != list(roles) else changed


def _edge(roles: Sequence[Role], blank: Sequence[bool], line: int, way: str) -> list[Role]:
    return moved(roles, blank, line, up=way == "up") if way in ("up", "down") else list(roles)


def _begin(roles: Sequence[Role], blank: Sequence[bool], line: int, role: str) -> list[Role]:
    return begun(roles, blank, line, role or None) if _known(role) else list(roles)


def _move(roles: Sequence[Role], blank: Sequence[bool], line: int, to: str) -> list[Role]:
    return put(roles, blank, line, int(to)) if _is_line(to, blank) else list(roles)


def _known(role: str) -> bool:
    return role == "" or role in FRONT_MATTER_ROLES


def _is_line(said: str, blank: Sequence[bool]) -> bool:
    return said.isascii() and said.isdigit() and 0 < int(said) <= len(blank) and not blank[int(said) - 1]


def with_role(roles: Sequence[Role], line: int, role: Role) -> list[Role]:
    """The roles with one line (1-based) made something else."""
    changed = list(roles)
    changed[line - 1] = role
    return changed


def moved(roles: Sequence[Role], blank: Sequence[bool], line: int, *, up: bool) -> list[Role]:
    """The edge before `line` moved over one line that is not blank; unchanged where it cannot go."""
    above = previous_line(blank, line)
    if above is None:
        return list(roles)
    return with_role(roles, above, roles[line - 1]) if up else with_role(roles, line, roles[above - 1])


def put(roles: Sequence[Role], blank: Sequence[bool], line: int, to: int) -> list[Role]:
    """The edge before `line` put before line `to`: what it passes over goes to the run that grew."""
    above = previous_line(blank, line)
    if above is None:
        return list(roles)
    changed = list(roles)
    first, past, role = (to, line, roles[line - 1]) if to < line else (line, to, roles[above - 1])
    changed[first - 1 : past - 1] = [role] * (past - first)
    return changed


def begun(roles: Sequence[Role], blank: Sequence[bool], line: int, role: Role) -> list[Role]:
    """`role` begins at `line`: the nearest edge of a run of that role comes here.

    If the line has the role already, what stands before it in its run goes to the run above; else the line
    and what follows it in its run take the role.
    """
    first, last = run_around(roles, blank, line)
    changed = list(roles)
    if roles[line - 1] != role:
        changed[line - 1 : last] = [role] * (last - line + 1)
        return changed
    above = previous_line(blank, first)
    if above is not None:
        changed[first - 1 : line - 1] = [roles[above - 1]] * (line - first)
    return changed


def run_around(roles: Sequence[Role], blank: Sequence[bool], line: int) -> tuple[int, int]:
    """The first and the last line (1-based) of the run that `line` is in."""
    first = last = line
    while (above := previous_line(blank, first)) is not None and roles[above - 1] == roles[line - 1]:
        first = above
    while (below := next_line(blank, last)) is not None and roles[below - 1] == roles[line - 1]:
        last = below
    return first, last


def previous_line(blank: Sequence[bool], line: int) -> int | None:
    """The nearest line above that is not blank, or None."""
    return next((number for number in range(line - 1, 0, -1) if not blank[number - 1]), None)


def next_line(blank: Sequence[bool], line: int) -> int | None:
    """The nearest line below that is not blank, or None."""
    return next((number for number in range(line + 1, len(blank) + 1) if not blank[number - 1]), None)


def settled(roles: Sequence[Role], blank: Sequence[bool]) -> list[Role]:
    """Blank lines given the role that the lines on both sides of them share, else none."""
    result: list[Role] = [None if empty else role for role, empty in zip(roles, blank, strict=True)]
    before: int | None = None
    for number in range(1, len(blank) + 1):
        if blank[number - 1]:
            continue
        if before is not None and result[before - 1] == result[number - 1]:
            result[before : number - 1] = [result[number - 1]] * (number - 1 - before)
        before = number
    return result
