"""Tests that load CDKTF, with fast synthesis."""

import fast_synthesis

fast_synthesis.enable()
