"""Programs that some tests run; on a machine without one, its tests are left out and say so."""

import shutil

import pytest

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
