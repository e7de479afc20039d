"""The crash harness: whatever ends a process or fails below it, nothing acknowledged is lost and nothing is half there.

`lanes` runs an act in a process of its own under strace; `acts` are what is done; `soundness` looks at what is left.
"""
