"""The demo house and its customers: realistic, invented, and the same for the same seed."""

from __future__ import annotations

from db.demo.figures import Figures
from db.demo.loading import AlreadyLoaded, is_loaded, load
from db.demo.personas import PERSONAS, Persona, load_personas
from db.demo.record import Seal

__all__ = ["PERSONAS", "AlreadyLoaded", "Figures", "Persona", "Seal", "is_loaded", "load", "load_personas"]
