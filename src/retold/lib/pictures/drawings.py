"""SVG: shapes, words and colours stay; whatever acts, asks another place, or calls itself again and again, goes.

The drawing is built anew from an allow-list (SVG 2), so that what is not known here is not in it.
"""

from __future__ import annotations

from typing import Any

import tinycss2
from lxml import etree

from retold.lib.patterns import lazy
from retold.lib.pictures.values import Limits, NotAPicture

_SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST_DEPTH = 100


def _names(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


_ELEMENTS = _names(
    "svg g defs symbol use switch path rect circle ellipse line polyline polygon text tspan textPath title desc style "
    "linearGradient radialGradient stop clipPath mask pattern marker"
)
_POINTS_ELSEWHERE = frozenset(("use", "textPath", "linearGradient", "radialGradient", "pattern"))
_OF_STYLE = _names(
    "clip-path clip-rule color color-interpolation color-rendering direction display dominant-baseline fill "
    "fill-opacity fill-rule font-family font-size font-size-adjust font-stretch font-style font-variant font-weight "
    "image-rendering isolation letter-spacing marker marker-end marker-mid marker-start mask mix-blend-mode opacity "
    "overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration "
    "text-rendering transform transform-origin unicode-bidi vector-effect visibility word-spacing writing-mode"
)
_ATTRIBUTES = _OF_STYLE | _names(
    "id class lang style x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d dx dy rotate width height points offset viewBox "
    "version preserveAspectRatio pathLength gradientUnits gradientTransform spreadMethod patternUnits refX refY "
    "patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerUnits markerWidth "
    "markerHeight orient textLength lengthAdjust startOffset role aria-label alignment-baseline baseline-shift"
)
# What may stand in a value: no brackets but of functions without an address, no escapes, no "@".
_PLAIN = lazy(
    r"(?:[^()\\@<>&;{}]|(?:rgba?|hsla?|matrix|translate|scale|rotate|skewX|skewY)\([-+0-9.,%eE \t\n]*\)"
    r"|url\(\s*[\"']?#[A-Za-z_][\w.-]{0,99}[\"']?\s*\))*"
)
_HERE = lazy(r"#[A-Za-z_][\w.-]{0,99}")
_SELECTOR = lazy(r"\s*(?:[A-Za-z]*[.#])?[A-Za-z_][\w-]*(?:\s*,\s*(?:[A-Za-z]*[.#])?[A-Za-z_][\w-]*)*\s*")


def clean_drawing(data: bytes, limits: Limits) -> bytes:
    """The drawing with nothing in it but shapes, words and colours. Raises NotAPicture."""
    if len(data) > limits.drawing:
        raise NotAPicture("it is a drawing larger than any that is shown")
    root = _parsed(data)
    if etree.QName(root).localname != "svg":
        raise NotAPicture("it is not a drawing")
    built = etree.Element(f"{{{_SVG}}}svg", nsmap=_namespaces(root))
    _build(root, built, limits)
    _drop_chains(built)
    return etree.tostring(built, encoding="unicode", with_tail=False).encode()


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAPicture("it is a drawing that cannot be read") from error
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in data:
        raise NotAPicture("it is a drawing with definitions of its own, which are not followed")
    return root


def _namespaces(root: etree._Element) -> Any:
    """The namespaces that the drawing itself declares, as far as they are needed."""
    uses_xlink = any(_XLINK_HREF in node.attrib for node in root.iter(etree.Element))
    return {None: _SVG} | ({"xlink": "http://www.w3.org/1999/xlink"} if uses_xlink else {})


def _build(root: etree._Element, built: etree._Element, limits: Limits) -> None:
    """Copy what is allowed, from one tree to the other; without recursion, whatever the depth."""
    waiting, count = [(root, built, 0)], 0
    while waiting:
        source, target, depth = waiting.pop()
        count += 1
        if count > limits.nodes or depth > _MOST_DEPTH:
            raise NotAPicture("it is a drawing of more parts than any that is shown")
        _copy_attributes(source, target)
        _add_text(target, source.text)
        children = []
        for child in source:
            if _is_allowed(child):
                made = etree.SubElement(target, f"{{{_SVG}}}{etree.QName(child).localname}")
                children.append((child, made, depth + 1))
            _add_text(target, child.tail)
        waiting += reversed(children)
    for sheet in list(built.iter(f"{{{_SVG}}}style")):
        sheet.text = _safe_sheet("".join(str(text) for text in sheet.itertext()))
        for child in list(sheet):
            sheet.remove(child)


def _is_allowed(node: etree._Element) -> bool:
    if not isinstance(node.tag, str):
        return False
    name = etree.QName(node)
    return name.namespace in (_SVG, None) and name.localname in _ELEMENTS


def _add_text(target: etree._Element, text: str | None) -> None:
    """Text after what the target holds so far; between shapes, where it would not be seen, spaces alone."""
    if not text:
        return
    seen = etree.QName(target).localname in ("text", "tspan", "textPath", "title", "desc", "style")
    text = text if seen else text if text.isspace() else ""
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text or None
    else:
        target.text = (target.text or "") + text or None


def _copy_attributes(source: etree._Element, target: etree._Element) -> None:
    name = etree.QName(target).localname
    for key, value in source.attrib.items():
        key, value = str(key), str(value)
        if key in ("href", _XLINK_HREF):
            if name in _POINTS_ELSEWHERE and _HERE.fullmatch(value):
                target.set(key, value)
        elif key == "style":
            if safe := _safe_declarations(value):
                target.set(key, safe)
        elif _is_plain(key, value):
            target.set(key, value)


def _is_plain(key: str, value: str) -> bool:
    """Whether an attribute says no more than how something looks, is placed or is called."""
    if key == _XML_SPACE:
        return value in ("preserve", "default")
    return key in _ATTRIBUTES and (key in ("id", "class", "aria-label") or _PLAIN.fullmatch(value) is not None)


def _safe_declarations(text: str) -> str:
    """The declarations of a style that only say how something looks."""
    kept = []
    for one in tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration" and one.lower_name in _OF_STYLE:
            value = tinycss2.serialize(one.value).strip()
            if _PLAIN.fullmatch(value):
                kept.append(f"{one.lower_name}:{value}")
    return ";".join(kept)


def _safe_sheet(text: str) -> str:
    """The rules of a style sheet that name elements, classes and ids, and only say how they look."""
    kept = []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude).strip()
            said = _safe_declarations(tinycss2.serialize(rule.content))
            if said and _SELECTOR.fullmatch(selector):
                kept.append(f"{selector}{{{said}}}")
    return "\n".join(kept)


def _drop_chains(built: etree._Element) -> None:
    """Let nothing that is used use other things: ten steps of ten uses would draw ten thousand million shapes."""
    users = list(built.iter(f"{{{_SVG}}}use"))
    if not users:
        return
    targets = {_target(user) for user in users}
    for node in [one for one in built.iter() if one.get("id") in targets]:
        for user in list(node.iter(f"{{{_SVG}}}use")):
            _drop(user)


def _target(user: etree._Element) -> str:
    return str(user.get("href") or user.get(_XLINK_HREF) or "")[1:]


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "") or None
    else:
        parent.text = (parent.text or "") + (node.tail or "") or None
    parent.remove(node)
