"""Parts of screens. A widget takes values and reports what happened; it never reaches up."""
