"""The parts of a workbook that people work in."""
