"""How far each two actors stand on the same sides across issues."""
