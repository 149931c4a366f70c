"""The sample archive: invented documents of one invented province, written anew into `corpus/`.

Run `python -m tools.sample_archive` from the root of the project. Every run writes the same bytes. All names of places,
offices and persons are invented; the forms follow domain.md §2.4-2.5 (Party) and §3.2-3.3 (State).
"""
