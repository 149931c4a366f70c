"""What people decided and put down: corrected fields, confirmed rows, tags, notes, registers, and their database."""
