"""What several analysts judge of the same subjects: agreement, pooled estimates, dissent."""
