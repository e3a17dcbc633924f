"""Why a task stands as it does."""
