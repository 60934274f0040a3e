"""setuptools' build backend, told where the list of a source distribution's files lies: the top of the project is kept for people."""

from setuptools.build_meta import *  # noqa: F403
from setuptools.command.egg_info import manifest_maker

manifest_maker.template = ".ci/MANIFEST.in"
