"""How far all actors are from one."""
