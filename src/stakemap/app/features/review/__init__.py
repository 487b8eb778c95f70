"""Reviews: approving a judgement or a snapshot, withdrawing an approval."""
