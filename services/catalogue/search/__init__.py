"""The catalogue's search.

Owns: nothing; an index of the listed products that is made from them and can be made again.
Reads: the catalogue's products, all of them at first and then as they change.
"""
