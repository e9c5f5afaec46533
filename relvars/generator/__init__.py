"""Made-up values for a template, and the smallest of them that still shows something."""

from relvars.generator.reaching import reaching
from relvars.generator.shapes import Shape, shape_of
from relvars.generator.shrinking import shrink
from relvars.generator.values import GENERATOR, generate

__all__ = ["GENERATOR", "Shape", "generate", "reaching", "shape_of", "shrink"]
