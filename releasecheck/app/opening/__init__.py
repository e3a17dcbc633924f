"""The record opened, the day, who is asking."""
