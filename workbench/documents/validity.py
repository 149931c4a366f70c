"""The states of force (tình trạng hiệu lực) of a document, as people read them."""

from __future__ import annotations

IN_FORCE = "còn hiệu lực"
PARTLY = "hết hiệu lực một phần"
ENDED = "hết hiệu lực"
NOT_YET = "chưa có hiệu lực"
UNKNOWN = "không rõ"
STATES = (IN_FORCE, PARTLY, ENDED, NOT_YET, UNKNOWN)

FIELD = "Validity"
"""Name under which a person's word on it stands in `Document.register`."""
