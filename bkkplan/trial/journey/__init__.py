"""The main job, walked end to end by several people over HTTP against the running portal (script/demo --check)."""
