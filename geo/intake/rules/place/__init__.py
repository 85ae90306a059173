"""Why a row has no place, or an odd one."""
