"""What a tag group and a tag are set up with (TAG-P01)."""

from __future__ import annotations

from domain.set_up import a_description, a_flag, a_name, a_position

TAG_GROUP = {
    "name": a_name(),
    "description": a_description,
    "on_web": a_flag("onWeb"),
    "position": a_position,
}

# Whether a tag is an autotag is not among them: that comes of its criteria, never of an edit.
TAG = {"name": a_name(), "description": a_description, "position": a_position, "archived": a_flag("archived")}
