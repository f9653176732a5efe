"""Everything `manage.py up` and `manage.py test` need on a machine with Python and nothing else."""
