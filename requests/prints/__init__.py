"""What is printed: each module gathers one kind of sheet as plain values; `piano.kit.printing` sets it. Views alone import these.

Whoever may see a page may print its sheet: the views' gates are the same. Health hints stand on no sheet that is carried
about; paper gets lost.
"""
