"""The store: tables, migrations, the unit of work and the embedded services."""
