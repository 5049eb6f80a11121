"""These tests load CDKTF, quickly."""

import fast_synthesis

fast_synthesis.enable()
